"""Which language a cell names."""

from django.conf.locale import LANG_INFO

from duenotice.clients.languages import LANGUAGES
from duenotice.uploads.fields import plain

_ALSO = {
    "en": "english ingles eng anglais",
    "es": "spanish espanol castellano spa sp esp",
    "zh-hans": "chinese mandarin cantonese chino zh zho cmn",
    "vi": "vietnamese vie vietnamita",
    "tl": "tagalog filipino tgl fil",
    "ar": "arabic arabe ara",
    "ko": "korean kor coreano",
    "ru": "russian rus ruso",
    "fr": "french fra fre frances francais",
    "ht": "haitian creole kreyol hat",
    "pt": "portuguese por portugues",
    "pl": "polish pol polaco",
    "so": "somali som",
    "am": "amharic amh",
    "hi": "hindi hin",
    "pa": "punjabi pan panjabi",
    "fa": "farsi persian fas per",
    "hmn": "hmong hmn",
    "uk": "ukrainian ukr",
    "ja": "japanese jpn japones",
}
_CODES = {
    word: code
    for code in LANGUAGES
    for word in [code, *_ALSO.get(code, "").split(), plain(LANG_INFO.get(code, {}).get("name_local", code))]
}


def language_code(text: str) -> str:
    """The code of a language named in English, in Spanish, by itself or by its code ("es-MX" too); empty where it is none of ours."""
    words = plain(text)
    return _CODES.get(words) or next((_CODES[word] for word in words.split() if word in _CODES), "")
