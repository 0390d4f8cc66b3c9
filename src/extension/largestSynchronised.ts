/** Bytes up to which VS Code hands the text of a document to extensions. */
export const largestSynchronised = 50 * 1024 * 1024;
