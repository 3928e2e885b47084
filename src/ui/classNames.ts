/** Joins the class names that are there: `classNames(styles.button, isQuiet && styles.quiet)`. */
export function classNames(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== false && name !== '').join(' ');
}
