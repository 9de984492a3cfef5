"""Everything that can go wrong, said so that a person knows what to do next."""

from __future__ import annotations


class OnRecordError(Exception):
    """The root of onrecord's errors. The message is one line: what happened, to which thing, what to do next."""


class DocumentError(OnRecordError):
    """A document that cannot be read."""


class MissingFile(DocumentError):
    """The named file does not exist, is a folder, or may not be opened."""


class UnknownEncoding(DocumentError):
    """The bytes are not text in the encoding given or assumed."""


class InvalidDate(DocumentError):
    """A publication date that is no date."""


class UnsupportedLanguage(DocumentError):
    """A text in a language that onrecord does not read."""


class UnreadableFile(DocumentError):
    """A file that is damaged, or of a kind that is not read."""


class NoArticle(DocumentError):
    """A page, message or file without a text to read."""


class TooLarge(DocumentError):
    """Something over a limit of size, depth, number or time; hostile files end here."""


class FetchError(DocumentError):
    """A URL that cannot or may not be fetched."""


class SettingsError(OnRecordError):
    """A setting outside what is offered."""


class ModelError(OnRecordError):
    """The reader's model files are missing or do not fit this version."""


class LedgerError(OnRecordError):
    """A ledger that cannot be opened, or that does not hold what was asked for."""


class LedgerBusy(LedgerError):
    """Another process kept the ledger locked for too long."""


class UnknownRow(LedgerError):
    """No row of the ledger has that id."""


class CorrectionError(LedgerError):
    """A correction that does not fit the row it is for."""


class PipelineError(OnRecordError):
    """A run that cannot go on as a whole."""
