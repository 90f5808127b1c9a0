/** Colours that are told apart without seeing them, of Okabe and Ito, 2008. */
export const COLOURS: readonly string[] = [
  '#000000',
  '#0072B2',
  '#D55E00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#E69F00',
];

/** What all charts of the page are drawn with: two kinds of things, and what frames them. */
export const INK = {
  text: '#1b1b1f',
  quiet: '#5c6066',
  grid: '#d9dbdf',
  usual: '#0072B2',
  attack: '#D55E00',
  left: '#8a8f98',
  paper: 'white',
  /** On the darker half of a heat map. */
  onHeat: '#ffffff',
} as const;

/** From few to many, light to dark, for heat maps: the least is still told from the paper. */
export const HEAT: readonly string[] = ['#fbd9c0', '#f5a878', '#e5763a', '#b84d10', '#7a2f05'];

/** What a colour becomes on a dark screen, where black would not be seen. */
export const DARK: Readonly<Record<string, string>> = {
  [INK.text]: '#e8e8ea',
  [INK.quiet]: '#a9adb5',
  [INK.grid]: '#3a3d44',
  [INK.left]: '#8f949d',
  [INK.paper]: 'none',
  [INK.onHeat]: '#1b1b1f',
  '#000000': '#f2f2f2',
  // What vega draws frames and letters with where nobody says otherwise.
  '#000': '#e8e8ea',
  '#ddd': '#3a3d44',
  '#0072B2': '#4aa3df',
  '#D55E00': '#ff8a3d',
  [HEAT[0]!]: '#4a2a14',
  [HEAT[1]!]: '#7a3d14',
  [HEAT[2]!]: '#d0702c',
  [HEAT[3]!]: '#ee9450',
  [HEAT[4]!]: '#ffcfa6',
};
