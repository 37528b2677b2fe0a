"""The words that creditors use: for headings, yes and no, kinds of message and of arrears.

A creditor's own mapping in its covenant comes first; these serve who maps nothing.
"""

from protocols.covenant.signal import ArrearsType, MessageKind

HEADINGS = {
    "kind": ("soort", "berichtsoort", "type bericht"),
    "reference": ("kenmerk", "referentie", "klantnummer", "contractnummer", "dossiernummer"),
    "given_names": ("voornamen", "voornaam", "first name", "given name"),
    "initials": ("voorletters", "initialen"),
    "prefix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"),
    "surname": ("achternaam", "geslachtsnaam", "naam", "familienaam", "last name"),
    "partner_prefix": ("voorvoegsel partner", "tussenvoegsel partner"),
    "partner_surname": ("achternaam partner", "geslachtsnaam partner", "partnernaam"),
    "name_use": ("naamgebruik",),
    "date_of_birth": ("geboortedatum", "geb datum", "birth date", "birthdate", "dob"),
    "street": ("straat", "straatnaam", "adres"),
    "house_number": ("huisnummer", "huisnr", "nummer"),
    "house_letter": ("huisletter",),
    "house_addition": ("toevoeging", "huisnummertoevoeging", "bus", "busnummer"),
    "postcode": ("postal code", "zip"),
    "city": ("woonplaats", "plaats", "gemeente", "town"),
    "phone": ("telefoon", "telefoonnummer", "mobiel"),
    "email": ("e mail", "mail", "mailadres", "emailadres", "e mailadres"),
    "national_id": ("bsn", "burgerservicenummer", "insz", "rijksregisternummer"),
    "company_name": ("bedrijfsnaam", "handelsnaam", "company"),
    "language": ("taal",),
    "arrears_type": ("soort achterstand", "type achterstand", "achterstandsoort", "product"),
    "amount": ("bedrag", "openstaand bedrag", "achterstand", "schuldbedrag"),
    "arrears_since": ("achterstand sinds", "ontstaansdatum", "oudste vordering", "sinds"),
    "signal_date": ("signaaldatum", "datum signaal", "datum"),
    "crisis": ("crisissignaal", "eindelevering", "ontruiming"),
    "arrangement": ("betalingsregeling", "regeling", "lopende regeling"),
    "objection": ("bezwaar", "betwist"),
    "personal_contact": ("persoonlijk contact",),
    "debt_help_offered": ("schuldhulp aangeboden", "gewezen op schuldhulp"),
    "written_reminder": ("schriftelijke aanmaning", "aanmaning", "herinnering"),
    "data_sharing_offered": ("gegevensdeling aangeboden",),
}

YES_NO = {
    **dict.fromkeys(("ja", "j", "yes", "y", "true", "waar", "1", "x"), "ja"),
    **dict.fromkeys(("nee", "n", "no", "false", "onwaar", "0"), "nee"),
}

KINDS = {
    **dict.fromkeys(("", "signal", "signaal", "nieuw", "new"), MessageKind.SIGNAL),
    **dict.fromkeys(("withdraw", "intrekking", "ingetrokken", "intrekken"), MessageKind.WITHDRAW),
    **dict.fromkeys(("correct", "correctie", "wijziging"), MessageKind.CORRECT),
}

ARREARS = {
    **{kind.value: kind for kind in ArrearsType},
    "huur": ArrearsType.RENT,
    "water": ArrearsType.WATER,
    "drinkwater": ArrearsType.WATER,
    "elektriciteit": ArrearsType.ELECTRICITY,
    "stroom": ArrearsType.ELECTRICITY,
    "energie": ArrearsType.ELECTRICITY,
    "aardgas": ArrearsType.GAS,
    "warmte": ArrearsType.HEAT,
    "stadswarmte": ArrearsType.HEAT,
    "zorg": ArrearsType.HEALTH,
    "zorgverzekering": ArrearsType.HEALTH,
    "zorgpremie": ArrearsType.HEALTH,
    "hypotheek": ArrearsType.MORTGAGE,
    "gemeentebelasting": ArrearsType.MUNICIPAL_TAX,
}


LANGUAGES = {
    word: code
    for code, words in {
        "nl": "nl nederlands dutch vlaams",
        "fr": "fr frans french français",
        "en": "en engels english",
        "de": "de duits german deutsch",
        "pl": "pl pools polish polski",
        "tr": "tr turks turkish türkçe",
        "ar": "ar arabisch arabic",
        "uk": "uk oekraïens ukrainian",
        "ro": "ro roemeens romanian",
        "bg": "bg bulgaars bulgarian",
        "es": "es spaans spanish",
        "pt": "pt portugees portuguese",
        "so": "so somalisch somali",
        "ti": "ti tigrinya",
        "fa": "fa farsi perzisch dari",
        "zh": "zh chinees chinese",
    }.items()
    for word in words.split()
}
"""The closed list: what is not in it is not kept, as it could be anything about anybody."""


def plain(heading: str) -> str:
    """A heading without case, punctuation or double spaces: `E-mail ` and `e_mail` are one."""
    return " ".join("".join(c if c.isalnum() else " " for c in heading.casefold()).split())


KNOWN_HEADINGS = {
    plain(word): column for column, words in HEADINGS.items() for word in (column, *words)
}
