"""The languages that a client can have."""

# Those most often spoken in courts of the United States, English and Spanish first.
LANGUAGES = ["en", "es", "zh-hans", "vi", "tl", "ar", "ko", "ru", "fr", "ht", "pt", "pl", "so", "am", "hi", "pa", "fa", "hmn", "uk", "ja"]
