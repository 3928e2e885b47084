/** The React components that a lesson's module may ask for; `components.tsx` is total over this list. */
export const componentNames = [
  'LessonWidget',
  'Formula',
  'Code',
  'Exercise',
  'Hint',
  'Solution',
  'Quiz',
  'QuizQuestion',
  'QuizOption',
  'QuizExplanation',
  'Definition',
  'MarginNote',
  'Summary',
  'Term',
  'Unwritten',
  'WorksCited',
] as const;
export type ComponentName = (typeof componentNames)[number];
