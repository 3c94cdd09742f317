import type { Fields } from '../../fields';

/** What to call the model: the hub's name in the config, else the file's, else its folder's (`x/config.json` → x). */
export const modelName = (fields: Fields, path: string): string => {
  const given = fields.optionalText('_name_or_path');
  if (given !== undefined && given !== '') return given;
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const file = (parts.at(-1) ?? path).replace(/\.(json|ya?ml|toml|gin)$/i, '');
  return /^(config|params|model)$/i.test(file) ? (parts.at(-2) ?? file) : file;
};
