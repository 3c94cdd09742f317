/**
 * Asks one question at a time: while an answer is awaited only the newest question waits. Answers come in the order
 * of the questions, so what is shown is never older than what was shown.
 */
export const latestOnly = <Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  onAnswer: (answer: Answer, question: Question) => void,
  onError: (error: unknown) => void,
): ((question: Question) => void) => {
  let isBusy = false;
  let waiting: { readonly question: Question } | undefined;
  const next = (): void => {
    if (isBusy || waiting === undefined) return;
    const { question } = waiting;
    waiting = undefined;
    isBusy = true;
    ask(question)
      .then((answer) => onAnswer(answer, question), onError)
      .finally(() => {
        isBusy = false;
        next();
      });
  };
  return (question) => {
    waiting = { question };
    next();
  };
};
