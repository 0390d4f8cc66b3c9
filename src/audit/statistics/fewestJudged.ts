/** Rows, or rows with all their versions, below which no figure is judged. */
export const fewestJudged = 30;
