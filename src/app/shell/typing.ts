/** Keys: whether one belongs to what is being typed, and what becomes of `/` before the page is live. */

/** Where keys are text. */
export const typingPlaces =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="spinbutton"]';

export function isTypingPlace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typingPlaces) !== null;
}

/**
 * Runs in the head. A reader who presses `/` while the page's modules are still coming is remembered, and `Search` opens when it is
 * there. `data-live` says that it is, `data-search` that it was wanted.
 */
export const earlySearchScript = `addEventListener('keydown',e=>{const d=document.documentElement.dataset;if(e.key!=='/'||e.ctrlKey||e.metaKey||e.altKey||'live' in d||e.target.closest?.('${typingPlaces}'))return;e.preventDefault();d.search='wanted'});`;
