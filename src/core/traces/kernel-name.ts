/** `void name<…>(…)`, or a name with a parameter list of C++ types. */
const SIGNATURE = /^(?:void |[\w:]+(?:<.*>)?\(.*(?:[*&]|::).*\)$)/;

/**
 * A kernel's name without what its C++ signature adds to it: result, namespaces, parameters, lambdas. Template arguments
 * stay, because they tell kernels of one name apart. Names that are no signature stay as they are.
 */
export const shortKernelName = (name: string): string => {
  if (!SIGNATURE.test(name)) return name;
  const short = withoutParentheses(name)
    .replace(/\{lambda[^}]*\}/g, '')
    .replace(/::operator\b/g, '')
    .replace(/ const(?=::|>|,|$)/g, '')
    .replace(/(?:::)+(?=[>,\s]|$)/g, '')
    .replace(/\b(?:\w+::+)+/g, '')
    .replace(/:{2,}/g, '')
    .replace(/^void /, '')
    .replace(/\s+(?=>)/g, '')
    .trim();
  return short === '' ? name : short;
};

/** Parameter lists, casts and `(anonymous namespace)`, with what is in them. */
const withoutParentheses = (text: string): string => {
  let kept = '';
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (depth === 0) kept += letter;
    if (letter === ')' && depth > 0) depth--;
  }
  return kept;
};
