"""What was published of a process: its address, its versions, and their files, frozen."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Column, Field

from consensus.persistence.tables.base import Table, key, mention, moment, reference, words


class PublicPage(Table, table=True):
    """Where the public page of a process is, and whether it is shown; the address is a word nobody guesses."""

    __tablename__ = "public_page"

    process_id: UUID = reference("process.id", primary_key=True)
    address: str = words(32, unique=True)
    is_on: bool = False


class Publication(Table, table=True):
    """One version of the public page; `sha256` is that of the page."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    number: int = 1
    sha256: str = words(64)
    author_id: UUID | None = mention("person.id")
    published_at: datetime = moment()


class PublishedFile(Table, table=True):
    """A file of a version, as it was made when it was published."""

    __tablename__ = "published_file"

    publication_id: UUID = reference("publication.id", primary_key=True)
    name: str = Field(max_length=40, primary_key=True)
    media_type: str = words(120)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
