/** Predict, then run: a question whose answer stays closed until the reader opens it. Readable without JavaScript. */

import { createContext, type ReactNode, useContext, useState } from 'react';

interface QuizState {
  readonly id: string;
  readonly right: number;
  readonly chosen: number | null;
  readonly choose: (option: number) => void;
}
const QuizContext = createContext<QuizState | null>(null);

function useQuiz(): QuizState {
  const quiz = useContext(QuizContext);
  if (quiz === null) throw new Error('internal: part of a quiz outside a quiz');
  return quiz;
}

const letterOf = (option: number): string => String.fromCharCode(97 + option);

export interface QuizProps {
  readonly id: string;
  readonly title: string;
  /** Index of the right option. */
  readonly right: number;
  readonly children: ReactNode;
}

export function Quiz({ id, title, right, children }: QuizProps): ReactNode {
  const [chosen, choose] = useState<number | null>(null);
  return (
    <fieldset className="lesson-quiz" id={id}>
      <legend className="lesson-label">{title}</legend>
      <QuizContext value={{ id, right, chosen, choose }}>{children}</QuizContext>
    </fieldset>
  );
}

export function QuizQuestion({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="lesson-quiz-question">{children}</div>;
}

export function QuizOption({ option, children }: { readonly option: number; readonly children: ReactNode }): ReactNode {
  const { id, chosen, choose } = useQuiz();
  return (
    <label className="lesson-quiz-option">
      <input type="radio" name={id} checked={chosen === option} onChange={() => choose(option)} />
      <span className="lesson-quiz-letter">{letterOf(option)}</span>
      <span>{children}</span>
    </label>
  );
}

export function QuizExplanation({ children }: { readonly children: ReactNode }): ReactNode {
  const { right, chosen } = useQuiz();
  return (
    <details className="lesson-details">
      <summary>Compare with the answer</summary>
      <p>
        <strong>{verdict(right, chosen)}</strong>
      </p>
      {children}
    </details>
  );
}

function verdict(right: number, chosen: number | null): string {
  if (chosen === null) return `The answer is ${letterOf(right)}.`;
  return chosen === right
    ? `The answer is ${letterOf(right)}, as you predicted.`
    : `The answer is ${letterOf(right)}; you predicted ${letterOf(chosen)}.`;
}
