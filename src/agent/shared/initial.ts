/** The first character of a name, as people count them. */
export const initialOf = (name: string): string => {
  for (const { segment } of new Intl.Segmenter().segment(name)) return segment;
  return '';
};
