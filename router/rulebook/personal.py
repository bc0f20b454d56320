"""Which columns of the customer list look as if they held what is personal, by their names."""

from __future__ import annotations

import re

from router.rulebook.words import fold

_ANYWHERE = (
    *("name", "mail", "phone", "mobile", "telefon", "whatsapp", "address", "adresse", "street", "pincode", "postcode"),
    *("birth", "geburt", "passport", "aadhaar", "aadhar", "nominee", "guardian", "spouse", "licence", "license"),
    *("ifsc", "iban", "swift", "customerid", "clientid", "userid", "loginid", "contactn", "cardn"),
    *("accountn", "accountid", "acctn", "accno", "bankaccount", "panno", "pannum", "pancard", "panid", "password"),
)
"""Looked for in the name without blanks: FullName, MobileNo and e_mail_id are found like Name, Mobile and E-mail."""

_WORDS = frozenset({"pan", "tel", "dob", "upi", "upiid", "vpa", "bic", "ssn", "uid", "cell", "zip", "fax", "gstin"})
_WHOLE = frozenset({"account", "acno", "phno", "taxid", "taxno", "contact"})
"""Too short or too common to be looked for inside of others: company holds pan, hotel holds tel."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+")


def looks_personal(column: str) -> bool:
    """Whether a column of this name is taken to hold a person's own data, which no rule and no record may see."""
    letters = "".join(letter for letter in fold(column) if letter.isalpha())
    words = {fold(word) for word in _WORD.findall(column)}
    return letters in _WHOLE or not _WORDS.isdisjoint(words) or any(word in letters for word in _ANYWHERE)
