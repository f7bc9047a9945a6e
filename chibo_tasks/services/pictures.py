"""Pictures: how large they are before anything is decoded, and what they tell besides the picture."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
"""A picture of more is refused by its header, before any of it is decoded."""

ORIENTATION = 0x0112
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class BadPicture(Exception):
	"""The file is no picture that can be read, or has too many pixels."""


def without_traces(path: Path, media_type: str) -> bytes | None:
	"""The picture at `path` upright and without place, time, device and comments; None where it carries none.

	Args:
		media_type: a key of `FORMATS`.

	Raises:
		BadPicture: it cannot be read, or has more than `MOST_PIXELS` pixels.
	"""
	kind = FORMATS[media_type]
	try:
		with warnings.catch_warnings():
			warnings.simplefilter("error", Image.DecompressionBombWarning)
			with Image.open(path, formats=[kind]) as picture:
				if picture.width * picture.height > MOST_PIXELS:
					raise BadPicture
				if not _tells_more(picture):
					return None
				return _clean(picture, kind)
	except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
		raise BadPicture from error
	except (OSError, SyntaxError, ValueError) as error:
		raise BadPicture from error


def _tells_more(picture: Image.Image) -> bool:
	quiet = {
		"jfif",
		"jfif_version",
		"jfif_unit",
		"jfif_density",
		"dpi",
		"icc_profile",
		"progressive",
		"progression",
	}
	quiet |= {
		"adobe",
		"adobe_transform",
		"gamma",
		"interlace",
		"transparency",
		"srgb",
		"loop",
		"duration",
		"timestamp",
	}
	return bool(picture.getexif()) or bool(set(picture.info) - quiet)


def _clean(picture: Image.Image, kind: str) -> bytes:
	upright = picture.getexif().get(ORIENTATION, 1) == 1
	options: dict[str, object] = {"icc_profile": picture.info.get("icc_profile")}
	if kind == "JPEG":
		# "keep" stores the very same picture again, which is possible as long as it is not turned
		options |= {"quality": "keep"} if upright else {"quality": 92, "optimize": True}
	elif kind == "WEBP":
		options |= {"quality": 92}
	target = io.BytesIO()
	if not upright:
		picture = ImageOps.exif_transpose(picture)
	picture.info = {}
	picture.save(target, kind, exif=b"", **options) if kind != "PNG" else picture.save(target, kind)
	return target.getvalue()
