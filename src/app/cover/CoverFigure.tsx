/** Room for the small live figure of the cover. */
export function CoverFigure() {
  return null;
}
