/** `void name<…>(…)`, or a name with a parameter list of C++ types. */
const SIGNATURE = /^(?:void |[\w:]+(?:<.*>)?\(.*(?:[*&]|::).*\)$)/;

/** The innermost lambda, whose parameters tell the types that an elementwise kernel works on. */
const TYPED_LAMBDA = /operator\(\)\(\) const::\{lambda\(([^(){}]+)\)#\d+\}/g;
/** A type that many libraries have, each in a namespace that tells what it is. */
const COMMON_TYPE = /::(?=(?:Gemm)?Kernel\b)/g;
/** Stand for what is to stay while the rest is taken away; of those that no writer uses. */
const [OPEN, CLOSE, SCOPE] = ['\uE000', '\uE001', '\uE002'] as const;

const distinct = (types: string): string => [...new Set(types.split(/,\s*/))].join(', ');

/**
 * A kernel's name without what its C++ signature adds to it: result, namespaces, parameters, lambdas. Template arguments
 * stay, because they tell kernels of one name apart, and so do the types of elementwise kernels. Names that are no
 * signature stay as they are.
 */
export const shortKernelName = (name: string): string => {
  if (!SIGNATURE.test(name)) return name;
  const marked = name
    .replace(TYPED_LAMBDA, (_, types: string) => OPEN + distinct(types) + CLOSE)
    .replace(COMMON_TYPE, SCOPE);
  const short = withoutParentheses(marked)
    .replace(/\{lambda[^}]*\}/g, '')
    .replace(/::operator\b/g, '')
    .replace(/ const(?=::|>|,|$)/g, '')
    .replace(/(?:::)+(?=[>,\s\uE000]|$)/g, '')
    .replace(/\b(?:\w+::+)+/g, '')
    .replace(/:{2,}/g, '')
    .replace(/^void /, '')
    .replace(/\s+(?=>)/g, '')
    .replaceAll(OPEN, '(')
    .replaceAll(CLOSE, ')')
    .replaceAll(SCOPE, '::')
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
