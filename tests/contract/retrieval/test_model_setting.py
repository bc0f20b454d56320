"""What any embedding model must do, tried on the configured one and on one that is given by its path.

``EMBEDDING_MODEL`` and ``EMBEDDING_LANGUAGES`` say which is configured, as they do for the service.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from retrieval.embedding import SentenceModel
from retrieval.settings import Settings
from retrieval.vectors import probe_of, same_weights
from tests.tiny_model import save_tiny_model

CONFIGURED = Settings(_env_file=None)
TEXTS = (
    "When can I call you?",
    "What does it cost to leave early, and who gets the money?",
    "मेरा पैसा कब मिलेगा",
    "exit fee?",
    "😀",
    "",
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two questions that mean the same, and one that doesn't."""

    asked: str
    likewise: str
    other: str


QUESTIONS: Mapping[str, Alike] = {
    "en": Alike("How do I change my password?", "Where can I set a new password?", "What is the weather in Rome?"),
    "de": Alike(
        "Wie ändere ich mein Passwort?", "Wo kann ich ein neues Passwort setzen?", "Wie ist das Wetter in Rom?"
    ),
    "fr": Alike(
        "Comment changer mon mot de passe ?", "Où définir un nouveau mot de passe ?", "Quel temps fait-il à Rome ?"
    ),
    "es": Alike("¿Cómo cambio mi contraseña?", "¿Dónde pongo una contraseña nueva?", "¿Qué tiempo hace en Roma?"),
    "it": Alike("Come cambio la mia password?", "Dove imposto una nuova password?", "Che tempo fa a Roma?"),
    "pt": Alike("Como mudo a minha senha?", "Onde defino uma nova senha?", "Como está o tempo em Roma?"),
    "nl": Alike(
        "Hoe wijzig ik mijn wachtwoord?", "Waar stel ik een nieuw wachtwoord in?", "Wat voor weer is het in Rome?"
    ),
    "pl": Alike("Jak zmienić hasło?", "Gdzie mogę ustawić nowe hasło?", "Jaka jest pogoda w Rzymie?"),
    "tr": Alike("Şifremi nasıl değiştiririm?", "Yeni şifreyi nereden belirlerim?", "Roma'da hava nasıl?"),
    "ru": Alike("Как изменить пароль?", "Где задать новый пароль?", "Какая погода в Риме?"),
    "ar": Alike("كيف أغير كلمة المرور؟", "أين أضع كلمة مرور جديدة؟", "كيف الطقس في روما؟"),
    "hi": Alike("मैं अपना पासवर्ड कैसे बदलूँ?", "नया पासवर्ड कहाँ सेट करूँ?", "रोम में मौसम कैसा है?"),
    "ta": Alike("கடவுச்சொல்லை எப்படி மாற்றுவது?", "புதிய கடவுச்சொல்லை எங்கே அமைப்பது?", "ரோமில் வானிலை எப்படி இருக்கிறது?"),
    "zh": Alike("怎么修改密码？", "在哪里设置新密码？", "罗马的天气怎么样？"),
    "ja": Alike("パスワードを変更するには？", "新しいパスワードはどこで設定しますか？", "ローマの天気はどうですか？"),
}


@pytest.fixture(scope="module", params=["configured", "by path"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    if request.param == "configured":
        return SentenceModel(CONFIGURED.embedding_model)
    return SentenceModel(str(save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")))


def test_a_vector_is_numbers_and_as_long_as_one(model: SentenceModel) -> None:
    vectors = model.embed(TEXTS)
    assert len(vectors) == len(TEXTS)
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_same_text_has_the_same_vector(model: SentenceModel) -> None:
    assert (model.embed(TEXTS) == model.embed(TEXTS)).all()
    assert same_weights(probe_of(model), probe_of(model))


def test_a_text_in_a_batch_has_the_vector_that_it_has_alone(model: SentenceModel) -> None:
    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    assert np.abs(model.embed(TEXTS) - alone).max() < 1e-5


def test_texts_that_differ_have_vectors_that_do(model: SentenceModel) -> None:
    one, other = model.embed(TEXTS[:2])
    assert not same_weights(one, other)


def test_a_text_longer_than_the_model_reads_is_cut(model: SentenceModel) -> None:
    long = " ".join(["How do I leave early?"] * 5_000)
    vectors = model.embed([long, f"{long} And what does it cost?"])
    assert (vectors[0] == vectors[1]).all()


def test_no_text_has_no_vector(model: SentenceModel) -> None:
    assert len(model.embed([])) == 0


@pytest.mark.parametrize("language", sorted({*QUESTIONS, *CONFIGURED.languages}))
def test_what_means_the_same_is_nearer_than_what_does_not(language: str) -> None:
    if language not in CONFIGURED.languages:
        pytest.skip(f"{language} is none of EMBEDDING_LANGUAGES ({CONFIGURED.embedding_languages})")
    if language not in QUESTIONS:
        pytest.skip(f"there are no questions in {language} to try; write some into QUESTIONS")
    question = QUESTIONS[language]
    asked, likewise, other = SentenceModel(CONFIGURED.embedding_model).embed(
        [question.asked, question.likewise, question.other]
    )
    assert asked @ likewise > asked @ other


def test_the_languages_of_the_setting_are_codes() -> None:
    settings = Settings(_env_file=None, embedding_languages="en, de,hi")
    assert settings.languages == ("en", "de", "hi")
    assert os.environ.get("EMBEDDING_LANGUAGES", "en") == CONFIGURED.embedding_languages
