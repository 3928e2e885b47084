/** `npm start` ends here: serves the built book on http://localhost:4173/ (`PORT` overrides), and says where. */
import { bookServer } from './bookServer';
import { findBuiltBook } from './builtBook';

function portNumber(given: string | undefined): number {
  if (given === undefined || given === '') return 4173;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`serve: PORT: expected an integer from 1 to 65535, found "${given}". Example: PORT=8080 npm start`);
  }
  return port;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

try {
  const port = portNumber(process.env['PORT']);
  const book = findBuiltBook();
  const server = bookServer(book);
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      fail(
        `Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port === 65535 ? 4174 : port + 1} npm start`,
      );
    } else if (error.code === 'EACCES') {
      fail(`Port ${port} may not be opened by this user. Choose one above 1023: PORT=4173 npm start`);
    } else {
      fail(`serve: the server stopped: ${error.message}`);
    }
  });
  server.listen(port, () =>
    console.log(`Receptive Field is open at http://localhost:${port}${book.base}  (Ctrl+C stops it)`),
  );
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
