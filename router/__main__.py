from router.cli import cli

cli(prog_name="python -m router")
