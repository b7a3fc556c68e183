// The server counts characters as Python does, the browser in units of UTF-16.
export const unitsOf = (text, characters) => [...text].slice(0, Number(characters)).join("").length;
export const charactersOf = (text, units) => [...text.slice(0, units)].length;
