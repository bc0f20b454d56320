"""The commands that start a stand-in. The stand-ins don't know each other, so each is imported when it is asked for."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def main() -> None:
    """Local stand-ins for Freshdesk and Groq. Plain HTTP, everything in memory, nothing ever leaves this machine."""


@main.command()
@click.option("--port", type=int, required=True, help="Port to listen on; 0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--api-key", required=True, help="The API key that clients must send as the user of Basic auth.")
@click.option("--seed", type=click.Path(path_type=Path), help="YAML file with people, groups and agents.")
@click.option("--rules", type=click.Path(path_type=Path), help="YAML file with automation rules.")
@click.option("--fast-clock", type=float, default=1.0, show_default=True, help="Webhook retries come N times sooner.")
@click.option(
    "--plan",
    type=click.Choice(["trial", "growth", "pro", "enterprise", "unlimited"]),
    default="pro",
    show_default=True,
    help="Which rate limits apply.",
)
def freshdesk(
    port: int, host: str, api_key: str, seed: Path | None, rules: Path | None, fast_clock: float, plan: str
) -> None:
    """The Freshdesk stand-in: API, automation rules, and a help-desk page at /."""
    from sandbox.freshdesk.seed import SeedError
    from sandbox.freshdesk.server import serve

    try:
        serve(port, host=host, api_key=api_key, seed=seed, rules=rules, fast_clock=fast_clock, plan=plan)
    except (SeedError, OSError) as fault:
        raise click.ClickException(str(fault)) from fault


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--port", type=int, required=True, help="Port to listen on.")
@click.pass_context
def groq(ctx: click.Context, port: int) -> None:
    """The Groq stand-in: chat/completions and models, OpenAI-compatible."""
    from sandbox.groq.server import serve

    serve(port=port, **_pairs(ctx.args))


def _pairs(arguments: list[str]) -> dict[str, str]:
    """Further options as ``--name value``, handed on as they are."""
    if len(arguments) % 2 or any(not name.startswith("--") for name in arguments[::2]):
        raise click.UsageError(f"Options come as --name value, got: {' '.join(arguments)}")
    names = (name.removeprefix("--").replace("-", "_") for name in arguments[::2])
    return dict(zip(names, arguments[1::2], strict=True))
