"""The columns of a delivery that a creditor's own headings may be mapped to."""

from typing import Final

CANONICAL_COLUMNS: Final = frozenset(
    {
        "kind",
        "reference",
        "given_names",
        "initials",
        "prefix",
        "surname",
        "partner_prefix",
        "partner_surname",
        "name_use",
        "date_of_birth",
        "street",
        "house_number",
        "house_letter",
        "house_addition",
        "postcode",
        "city",
        "phone",
        "email",
        "national_id",
        "company_name",
        "language",
        "arrears_type",
        "amount",
        "arrears_since",
        "signal_date",
        "crisis",
        "arrangement",
        "objection",
        "personal_contact",
        "debt_help_offered",
        "written_reminder",
        "data_sharing_offered",
    }
)
"""The closed list. A heading that is one of these needs no mapping."""
