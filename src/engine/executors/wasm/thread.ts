/** The program of a helping thread in a browser: a worker that serves whoever started it (`startThreads.ts`). */
import { serveThread, type ThreadStart } from './threadLoop';

/** What is used of a worker's global scope, which this project's types (those of a page) do not know. */
interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: ThreadStart }) => void,
    options: { once: boolean },
  ): void;
}
const scope = globalThis as unknown as WorkerScope;

scope.addEventListener(
  'message',
  ({ data }) => {
    serveThread(data, () => {
      scope.postMessage('ready');
    });
  },
  { once: true },
);
