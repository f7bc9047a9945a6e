"""The exceptions of the contract, with the HTTP status that each answers with."""


class ValidationError(Exception):
	http_status_code = 417


class AuthenticationError(Exception):
	http_status_code = 401


class PermissionError(Exception):
	http_status_code = 403


class DoesNotExistError(ValidationError):
	http_status_code = 404


class CSRFTokenError(Exception):
	http_status_code = 400


class MandatoryError(ValidationError):
	pass


class LinkValidationError(ValidationError):
	pass


class LinkExistsError(ValidationError):
	pass


class DuplicateEntryError(ValidationError):
	http_status_code = 409


class UniqueValidationError(ValidationError):
	pass


class CharacterLengthExceededError(ValidationError):
	pass


class NonNegativeError(ValidationError):
	pass


class InvalidEmailAddressError(ValidationError):
	pass


class TimestampMismatchError(ValidationError):
	pass


class FrappeTypeError(TypeError):
	http_status_code = 417


class TooManyRequestsError(Exception):
	http_status_code = 429


class RateLimitExceededError(ValidationError):
	http_status_code = 429


class RequestTooLargeError(ValidationError):
	http_status_code = 413


class QueryTimeoutError(Exception):
	http_status_code = 503
