import { Problem } from '../problem';
import { decodeLatin1 } from '../traces/scan/text';

interface Foreign {
  /** What such files begin with, a character for each byte. */
  readonly mark: RegExp;
  readonly what: string;
  readonly instead: string;
}

const HEAD = 512;
const packed = (mark: RegExp, what: string, program: string): Foreign => ({
  mark,
  what,
  instead: `expected gzip, Zstandard or zip: unpack it first (${program})`,
});

/** Files that people have beside traces and configs, by the marks that their formats begin with. */
const FOREIGN: readonly Foreign[] = [
  packed(/^\xfd7zXZ\0/, 'an xz file', 'xz -d'),
  packed(/^\x5d\0\0[^]{2}(\xff{8}|[^]{4}\0{4})/, 'an LZMA file', 'xz -d'),
  packed(/^LZIP\x01/, 'an lzip file', 'lzip -d'),
  packed(/^BZh[1-9](1AY&SY|\x17rE8P\x90)/, 'a bzip2 file', 'bzip2 -d'),
  packed(/^(\x04"M|\x02!L)\x18/, 'an LZ4 file', 'lz4 -d'),
  packed(/^\xff\x06\0\0sNaPpY/, 'a Snappy file', 'snzip -d'),
  packed(/^\x1f[\x9d\xa0]/, 'a file of compress', 'uncompress'),
  packed(/^7z\xbc\xaf'\x1c/, 'a 7z archive', '7z x'),
  packed(/^Rar!\x1a\x07/, 'a RAR archive', 'unrar x'),
  {
    mark: /^[^]{257}ustar[\0 ]/,
    what: 'a tar archive',
    instead: 'expected a trace or a config: unpack it first (tar -xf); a folder is read as one trace a rank',
  },
  {
    mark: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    what: 'a pointer of Git LFS, and not the file that it stands for',
    instead: 'fetch that first (git lfs pull)',
  },
  {
    mark: /^\s*<(!doctype\s+html|html)[\s>]/i,
    what: 'an HTML page',
    instead: 'expected a trace or a config; downloads give such a page where they need a login',
  },
  {
    mark: /^\x89HDF\r\n\x1a\n/,
    what: 'an HDF5 file',
    instead: 'expected, of Nsight Systems, an export to SQLite (nsys export --type sqlite)',
  },
  {
    mark: /^(PAR1|ARROW1)/,
    what: 'a Parquet or Arrow file',
    instead: 'expected, of Nsight Systems, an export to SQLite (nsys export --type sqlite)',
  },
  {
    mark: /^\x80([\x04\x05]\x95|[\x02\x03][(}\]cX\x8a])/,
    what: 'a Python pickle',
    instead: "expected a trace, as the profiler's export_chrome_trace() writes it, or a config",
  },
];

/** @throws Problem that names what a file is, where it is of a known format that is not read */
export const refuseForeign = (head: Uint8Array): void => {
  const text = decodeLatin1(head, 0, Math.min(head.length, HEAD));
  const found = FOREIGN.find(({ mark }) => mark.test(text));
  if (found !== undefined) throw new Problem(`${found.what}; ${found.instead}`);
};
