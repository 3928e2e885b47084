/** The line below every page: licences. */
import { bookTitle } from '../book';

export function PageFoot() {
  return (
    <footer className="pageFoot">
      <p>
        {bookTitle}. Text and figures:{' '}
        <a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">
          CC BY-SA 4.0
        </a>
        . Code: MIT.
      </p>
    </footer>
  );
}
