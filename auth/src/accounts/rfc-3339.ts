/** A time with its offset, such as `2030-01-31T12:00:00Z` (RFC 3339, section 5.6); seconds may be left out. Linear: each part can match in one way only. */
export const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** To be checked before the form is. */
export const MAX_TIME_UNITS = 64;
