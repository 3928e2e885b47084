/** What an archive may be: a small file can be made to unpack to gigabytes. */

/** Nobody's class folders are larger, and a browser could not hold them. */
export const LARGEST_UNPACKED_BYTES = 2_000_000_000;
/** Images and text never pack so well. */
export const LARGEST_RATIO = 1_000;
export const MOST_FILES = 200_000;
