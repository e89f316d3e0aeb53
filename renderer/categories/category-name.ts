/** What a category is called. The first ones are named in the window's language, until somebody names them. */
import type { TFunction } from 'i18next';
import type { Category } from '../../contract/category.ts';
import type en from '../locales/en.json';

type FirstId = keyof typeof en.categories.first;

export const nameOfCategory = ({ id, name }: Pick<Category, 'id' | 'name'>, t: TFunction): string =>
  name === '' ? t(`categories.first.${id as FirstId}`) : name;
