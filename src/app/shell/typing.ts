/** Whether a key pressed there belongs to what is being typed. */
const typed =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="spinbutton"]';

export function isTypingPlace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typed) !== null;
}
