/** Where on the web a source is that names itself: an address, an arXiv number, a DOI. Undefined for words alone. */
export const sourceLink = (source: string): string | undefined => {
  const address = /https?:\/\/[^\s),;]+/.exec(source)?.[0];
  if (address !== undefined) return address;
  const arxiv = /arXiv[:\s]\s*(\d{4}\.\d{4,5})/i.exec(source)?.[1];
  if (arxiv !== undefined) return `https://arxiv.org/abs/${arxiv}`;
  const doi = /\b10\.\d{4,9}\/[^\s),;]+/.exec(source)?.[0];
  return doi === undefined ? undefined : `https://doi.org/${doi}`;
};
