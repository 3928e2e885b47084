/**
 * Latest wins: at most one question is under way; of those asked meanwhile only the last is asked next. So a figure that
 * follows a run never piles up work, and never shows an older answer after a newer one.
 */

export interface Latest<Question> {
  ask(question: Question): void;
  /** Forgets what waits, and the answer that is still under way. */
  stop(): void;
}

export interface LatestOptions<Question, Answer> {
  readonly answer: (question: Question) => Promise<Answer>;
  readonly onAnswer: (answer: Answer, question: Question) => void;
  readonly onError: (error: unknown) => void;
  /** Rest between an answer and the next question; none by default. */
  readonly restMs?: number;
}

export function latest<Question, Answer>({
  answer,
  onAnswer,
  onError,
  restMs = 0,
}: LatestOptions<Question, Answer>): Latest<Question> {
  let waiting: { readonly question: Question } | null = null;
  let isBusy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Stopping starts a new generation; what an older one still answers is not heard.
  let generation = 0;

  async function work(): Promise<void> {
    const mine = generation;
    while (waiting !== null) {
      const { question } = waiting;
      waiting = null;
      try {
        const answered = await answer(question);
        if (mine !== generation) return;
        onAnswer(answered, question);
      } catch (error) {
        if (mine !== generation) return;
        onError(error);
      }
      if (restMs > 0) {
        await new Promise<void>((resolve) => {
          timer = setTimeout(resolve, restMs);
        });
        if (mine !== generation) return;
      }
    }
    isBusy = false;
  }

  return {
    ask(question) {
      waiting = { question };
      if (isBusy) return;
      isBusy = true;
      void work();
    },
    stop() {
      generation++;
      waiting = null;
      isBusy = false;
      clearTimeout(timer);
    },
  };
}
