"""The columns of an iCarol export: which are read, which are left out and why, and what some of their words mean."""

from __future__ import annotations

import re

PERSON = "a person's"
LEGAL = "a fact about the legal body, not about the help"
MAIL = "where letters go: nobody is helped there"
INNER = "for the people who keep the records"

IGNORED = {
    **dict.fromkeys(
        ("MailingAddress1", "MailingAddress2", "MailingCity", "MailingStateProvince", "MailingPostalCode", "MailingCountry"),
        MAIL,
    ),
    **dict.fromkeys(
        ("OtherAddress1", "OtherAddress2", "OtherCity", "OtherCounty", "OtherStateProvince", "OtherPostalCode", "OtherCountry"),
        "a second address, and nothing says of what",
    ),
    **dict.fromkeys(
        ("LicenseAccreditation", "IRSStatus", "FEIN", "YearIncorporated", "AnnualBudgetTotal", "LegalStatus", "SourceOfFunds",
         "AgencyClassification"),
        LEGAL,
    ),
    **dict.fromkeys(
        ("RecordOwner", "SearchHints", "ResourceInfo", "EnteredOn", "UpdatedOn", "MadeInactiveOn", "InternalNotes",
         "InternalNotesForEditorsAndViewers", "HighlightedResource", "AvailableForDirectory", "AvailableForReferral",
         "AvailableForResearch", "PreferredProvider", "ExcludeFromDirectory", "CapacityType", "ServiceCapacity",
         "ServiceNotAlwaysAvailability"),
        INNER,
    ),
    "PhysicalCounty": "told by the place",
    "Coverage": "areas as the software codes them: CoverageArea says them",
    "TaxonomyTerm": "the names of the codes, which are licensed",
    "TaxonomyTerms": "the names of the codes, which are licensed",
    "TaxonomyTermsNotDeactivated": "the names of the codes, which are licensed",
    "ConnectsToSiteNum": "which site a programme is at; its row has the address",
    "ConnectsToProgramNum": "which programme a site has; its row has the address",
    "TemporaryMessage": "of a time that is over",
    "TemporaryMessageAppears": "of a message that is not read",
    "TemporaryMessageExpires": "of a message that is not read",
}  # fmt: skip
PERSONS = re.compile(r"(?:SeniorWorker|MainContact|LastVerifi|MailingAttention)\w*")

PHONES = {
    "PhoneNumberHotline": ("call", "Hotline"), "PhoneTollFree": ("call", "Toll free"),
    "PhoneNumberBusinessLine": ("call", "Business line"), "PhoneNumberAfterHours": ("call", "After hours"),
    "PhoneNumberOutOfArea": ("call", "From outside of the area"), "PhoneTTY": ("tty", ""), "PhoneFax": ("fax", ""),
}  # fmt: skip
NUMBERED = tuple((f"Phone{n}Number", (f"Phone{n}Name", f"Phone{n}Description"), (f"Phone{n}Type",)) for n in range(1, 10))
PRIVATE = re.compile(r"(?P<of>\w+?)(?:Number)?IsPrivate")
"""A column that says whether another one, or several, must not be told: "Phone1IsPrivate", "PhysicalAddressIsPrivate"."""

TEXTS = (
    "ResourceAgencyNum", "PublicName", "AlternateName", "OfficialName", "TaxonomyLevelName", "ParentAgency", "ParentAgencyNum",
    "PhysicalAddress1", "PhysicalAddress2", "PhysicalCity", "PhysicalStateProvince", "PhysicalPostalCode", "PhysicalCountry",
    "Latitude", "Longitude", "HoursOfOperation", "Hours", "EmailAddressMain", "WebsiteAddress", "AgencyStatus",
    "AgencyDescription", "CoverageArea", "CoverageAreaText", "Eligibility", "ExcludeFromWebsite", "DisabilitiesAccess",
    "PhysicalLocationDescription", "BusServiceAccess", "PublicAccessTransportation", "FeeStructureSource", "ApplicationProcess",
    "DocumentsRequired", "LanguagesOffered", "LastVerifiedOn", "Categories", "TaxonomyCodes",
)  # fmt: skip
READ = frozenset((*TEXTS, *PHONES, *(name for one, two, three in NUMBERED for name in (one, *two, *three))))
NEEDED = ("ResourceAgencyNum", "PublicName", "TaxonomyLevelName", "ParentAgencyNum", "AgencyStatus", "TaxonomyCodes")
"""Columns without which a table is no such export."""

STARTS = {
    "telephone": "call-first", "phone": "call-first", "call": "call-first", "walk in": "walk-in", "walk ins": "walk-in",
    "by appointment": "appointment", "by appointment only": "appointment", "appointment": "appointment",
    "referral required": "referral-needed", "referral": "referral-needed", "online": "register-online",
}  # fmt: skip
"""Words of an application process that are whole answers."""

USES = re.compile(r"\b(?:(?P<fax>fax)|(?P<tty>tty|tdd|ttd)|(?P<text>text|sms))\b", re.IGNORECASE)
YES = frozenset({"true", "yes", "y", "1", "t", "private"})
EMPTY = frozenset({"", "-1", "0"})
