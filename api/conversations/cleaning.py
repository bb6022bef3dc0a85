"""What residents may send besides text: recognised by its content, photos drawn anew so that nothing hides in them."""

import io
import struct
import zlib
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image, ImageOps

from api.errors import FileRefused, FileTooLarge

MAX_SIZE = 10 * 1024 * 1024
"""Bytes of a file, as it comes and as it is kept."""
MAX_PIXELS = 40_000_000
"""Of a photo as it comes; what unpacks to more is refused before it is unpacked."""
LONGEST_SIDE = 4096
"""Pixels of a photo as it is kept."""

_QUALITY = 88
# Cameras write about ten scans; each is a pass over the whole picture, however few bytes it takes.
_MAX_SCANS, _SCAN = 300, b"\xff\xda"
_SIXTEEN_TO_EIGHT_BITS = 1 / 256
# Whatever Pillow's readers raise for broken pictures; tests hand them thousands.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class MediaType(StrEnum):
    """The kinds of files that counsellors can be sent."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def is_photo(self) -> bool:
        """Whether it can be looked at in place."""
        return self is not MediaType.PDF

    @property
    def extension(self) -> str:
        """What the name of such a file ends with."""
        return {MediaType.JPEG: "jpg", MediaType.PNG: "png", MediaType.WEBP: "webp", MediaType.PDF: "pdf"}[self]


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be kept."""

    media_type: MediaType
    data: bytes = field(repr=False)


def clean(content: bytes) -> CleanFile:
    """Return a photo without anything but its pixels, or a PDF as it is; takes up to some seconds of computing.

    Raises FileTooLarge over `MAX_SIZE`, and FileRefused for anything that is neither, or cannot be read to its end.
    """
    if len(content) > MAX_SIZE:
        raise FileTooLarge
    media_type = find_media_type(content)
    if media_type is None:
        raise FileRefused
    if media_type is MediaType.PDF:
        return CleanFile(media_type, content)
    try:
        data = _draw_anew(content, media_type)
    except _UNREADABLE as error:
        raise FileRefused from error
    if len(data) > MAX_SIZE:
        raise FileTooLarge
    return CleanFile(media_type, data)


def find_media_type(content: bytes) -> MediaType | None:
    """Return what a file is by its first bytes; None for what cannot be sent."""
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return MediaType.WEBP
    return MediaType.PDF if content.startswith(b"%PDF-") else None


def _draw_anew(content: bytes, media_type: MediaType) -> bytes:
    if media_type is MediaType.JPEG and content.count(_SCAN) > _MAX_SCANS:
        raise FileRefused
    form = media_type.name
    with Image.open(io.BytesIO(content), formats=(form,)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise FileRefused
        picture = _plain(image, media_type)
        # Turned as the camera was held: the note of it goes with the other metadata.
        picture.info = {name: value for name, value in image.info.items() if name == "exif"}
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = ImageOps.exif_transpose(picture)
    picture.info = {}
    written = io.BytesIO()
    picture.save(written, form, quality=_QUALITY)
    return written.getvalue()


def _plain(image: Image.Image, media_type: MediaType) -> Image.Image:
    """Return the first picture in plain grey or colour, transparent only where its form can be."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * _SIXTEEN_TO_EIGHT_BITS).convert("L")
    if image.has_transparency_data and media_type is not MediaType.JPEG:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} and media_type is not MediaType.WEBP else "RGB")
