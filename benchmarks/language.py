"""How often the language of a text is told rightly, and how often English is called another language.

Texts go through the function that reads tickets. Beside it, in the same run: py3langid with all its languages and with
those that we tell, and lingua with the latter, where it is installed. `--english` takes several files. Percentages are
0 to 100; a language that can't be told counts as wrong, and as unknown for English. Prints one JSON object last.
"""

from __future__ import annotations

import importlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import click

from benchmarks.public_data import rows_of
from router.reading.language import language_of
from router.reading.language_odds import PRIORS

Detector = Callable[[str], str]
WORST = 3


@click.command()
@click.option("--data", default="lang_sentences.jsonl", show_default=True, help="JSON lines with text and lang.")
@click.option(
    "--english",
    multiple=True,
    default=["banking77_valid.jsonl", "clinc150_val.jsonl", "bitext_replies.jsonl"],
    show_default=True,
    help="JSON lines with English text; may be repeated.",
)
@click.option("--alone", is_flag=True, help="Without the libraries beside it.")
@click.option("--show", is_flag=True, help="The texts told wrongly, one a line, first.")
def main(data: str, english: tuple[str, ...], alone: bool, show: bool) -> None:
    """Tell the languages of texts and compare with their labels."""
    rows = [(row["text"], row["lang"]) for row in rows_of(data, "text", "lang")]
    texts = {name: [row["text"] for row in rows_of(name, "text")] for name in english}
    if show:
        for text, said, told in _wrong(rows, [text for one in texts.values() for text in one]):
            click.echo(f"{said} read as {told or 'unknown'}: {text!r}")
    others = {} if alone else {name: _measured(one, rows, texts) if one else "not installed" for name, one in _others()}
    click.echo(json.dumps({**_measured(language_of, rows, texts), "libraries": others}, ensure_ascii=False))


def _measured(tell: Detector, rows: Sequence[tuple[str, str]], english: dict[str, list[str]]) -> dict[str, Any]:
    tell("The model is loaded before the time is taken")
    began = time.perf_counter()
    told = [tell(text) for text, _ in rows]
    taken = time.perf_counter() - began
    called = {name: [tell(text) for text in texts] for name, texts in english.items()}
    everything = [language for one in called.values() for language in one]
    right = [language == said for language, (_, said) in zip(told, rows, strict=True)]
    return {
        "accuracy": _percent(sum(right), len(right)),
        "called_foreign": _foreign(everything),
        "called_unknown": _percent(everything.count(""), len(everything)),
        "n": len(rows),
        "n_english": len(everything),
        "worst": _worst(right, [said for _, said in rows]),
        "called_foreign_in": {name: _foreign(one) for name, one in called.items()},
        "ms_a_text": round(taken / max(len(rows), 1) * 1000, 2),
    }


def _foreign(told: Sequence[str]) -> float:
    return _percent(sum(language not in ("en", "") for language in told), len(told))


def _worst(right: Sequence[bool], languages: Sequence[str]) -> dict[str, float]:
    by_language: dict[str, Counter[bool]] = defaultdict(Counter)
    for is_right, language in zip(right, languages, strict=True):
        by_language[language][is_right] += 1
    accuracy = {language: _percent(counts[True], counts.total()) for language, counts in by_language.items()}
    return dict(sorted(accuracy.items(), key=lambda one: one[1])[:WORST])


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _wrong(rows: Sequence[tuple[str, str]], english: Sequence[str]) -> list[tuple[str, str, str]]:
    told = [(text, said, language_of(text)) for text, said in [*rows, *((text, "en") for text in english)]]
    return [(text, said, language) for text, said, language in told if said != language]


def _others() -> list[tuple[str, Detector | None]]:
    return [
        ("py3langid, all languages", _py3langid(None)),
        ("py3langid, our languages", _py3langid(list(PRIORS))),
        ("lingua, our languages", _lingua()),
    ]


def _py3langid(languages: list[str] | None) -> Detector:
    langid = importlib.import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    identifier.set_languages(languages)
    return lambda text: str(identifier.classify(text)[0])


def _lingua() -> Detector | None:
    try:
        lingua = importlib.import_module("lingua")
    except ImportError:
        return None
    codes = {"nb" if code == "no" else code for code in PRIORS}
    ours = [one for one in lingua.Language.all() if one.iso_code_639_1.name.lower() in codes]
    detector = lingua.LanguageDetectorBuilder.from_languages(*ours).build()

    def tell(text: str) -> str:
        found = detector.detect_language_of(text)
        code = found.iso_code_639_1.name.lower() if found else ""
        return "no" if code == "nb" else code

    return tell


if __name__ == "__main__":
    main()
