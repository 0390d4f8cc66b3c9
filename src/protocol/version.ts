/** The product's version; package.json says the same, which a test checks. */
export const productVersion = '0.1.0';
