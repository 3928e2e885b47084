import { afterEach, expect, test, vi } from 'vitest';
import { latest } from './latest';

/** An answerer whose answers are given by hand. */
function byHand(restMs?: number) {
  const asked: number[] = [];
  const settle: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  const heard: string[] = [];
  const errors: unknown[] = [];
  const asker = latest<number, string>({
    answer: (question) => {
      asked.push(question);
      return new Promise((resolve, reject) => settle.push({ resolve, reject }));
    },
    onAnswer: (answer, question) => heard.push(`${question}: ${answer}`),
    onError: (error) => errors.push(error),
    ...(restMs === undefined ? {} : { restMs }),
  });
  return { asker, asked, settle, heard, errors };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

afterEach(() => void vi.useRealTimers());

test('of the questions asked while one is under way only the last is asked', async () => {
  const { asker, asked, settle, heard } = byHand();
  for (const question of [1, 2, 3]) asker.ask(question);
  expect(asked).toEqual([1]);
  settle[0]!.resolve('a');
  await turn();
  expect(asked).toEqual([1, 3]);
  settle[1]!.resolve('b');
  await turn();
  expect(heard).toEqual(['1: a', '3: b']);
  asker.ask(4);
  expect(asked).toEqual([1, 3, 4]);
});

test('a failure is told, and the next question is asked all the same', async () => {
  const { asker, asked, settle, errors } = byHand();
  asker.ask(1);
  asker.ask(2);
  settle[0]!.reject(new Error('worker died'));
  await turn();
  expect(errors).toEqual([new Error('worker died')]);
  expect(asked).toEqual([1, 2]);
});

test('after stop neither the answer under way nor the waiting question is heard; asking works again', async () => {
  const { asker, asked, settle, heard } = byHand();
  asker.ask(1);
  asker.ask(2);
  asker.stop();
  asker.ask(5);
  settle[0]!.resolve('too late');
  settle[1]!.resolve('new');
  await turn();
  expect(asked).toEqual([1, 5]);
  expect(heard).toEqual(['5: new']);
});

test('it rests between an answer and the next question', async () => {
  vi.useFakeTimers();
  const { asker, asked, settle } = byHand(1000);
  asker.ask(1);
  settle[0]!.resolve('a');
  await vi.advanceTimersByTimeAsync(10);
  asker.ask(2);
  await vi.advanceTimersByTimeAsync(900);
  expect(asked).toEqual([1]);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([1, 2]);
});
