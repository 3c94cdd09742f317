/** Where the files of parts of a workspace are. */
export const PARTS_FOLDER = '.wattlens/hardware';
export const isPartsFile = (name: string): boolean => /\.ya?ml$/.test(name);
