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


class SettingsError(OnRecordError):
    """A setting outside what is offered."""


class ModelError(OnRecordError):
    """The reader's model files are missing or do not fit this version."""
