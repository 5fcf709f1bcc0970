/** A quiet, dense instrument: one accent, neutral greys, 13 px text, small controls; light and dark alike. */
import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineThemeOverride,
} from '@mantine/core'

const SANS =
  'system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Meiryo", "Noto Sans JP", "Noto Sans CJK JP", sans-serif'

export const theme: MantineThemeOverride = createTheme({
  fontFamily: SANS,
  fontFamilyMonospace: 'var(--vw-mono)',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 3,
  cursorType: 'default',
  respectReducedMotion: true,
  colors: {
    accent: [
      '#edf3fc',
      '#d8e3f5',
      '#aec5ea',
      '#82a9e6',
      '#5e8bd5',
      '#4578cf',
      '#2f66bf',
      '#2857a6',
      '#214a8f',
      '#163a75',
    ],
    // The kit's own red is too pale for white words on it.
    red: [
      '#fcebea',
      '#f7d3d1',
      '#efa9a4',
      '#e57d76',
      '#dc5a52',
      '#d6453c',
      '#cf3a31',
      '#b3261e',
      '#941d16',
      '#75150f',
    ],
    dark: [
      '#dde1e7',
      '#b9c0cb',
      '#98a2b0',
      '#727c8b',
      '#3a4350',
      '#2d343f',
      '#20262e',
      '#171b21',
      '#12161b',
      '#0d1014',
    ],
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '19px', lineHeight: '1.4' },
      h2: { fontSize: '16px', lineHeight: '1.45' },
      h3: { fontSize: '14px', lineHeight: '1.5' },
      h4: { fontSize: '13px', lineHeight: '1.5' },
    },
  },
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 26 } },
    Anchor: { defaultProps: { underline: 'always' } },
    Badge: { defaultProps: { size: 'sm', variant: 'light', radius: 3, tt: 'none', fw: 600 } },
    Button: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 100 }, overlayProps: { opacity: 0.45 } },
    },
    MultiSelect: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Radio: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right', allowDeselect: false } },
    Switch: { defaultProps: { size: 'xs' } },
    Table: { defaultProps: { fz: 'sm', verticalSpacing: 5, horizontalSpacing: 'xs' } },
    Text: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs', multiline: true, maw: 360 } },
  },
})

/** Hands the house's own colours to the kit, so that both speak with one voice. */
export const kitVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--vw-ground)',
    '--mantine-color-text': 'var(--vw-text)',
    '--mantine-color-dimmed': 'var(--vw-dim)',
    '--mantine-color-default-border': 'var(--vw-line-strong)',
    '--mantine-color-anchor': 'var(--vw-accent)',
    '--mantine-color-error': 'var(--vw-danger)',
  },
  dark: {
    '--mantine-color-body': 'var(--vw-ground)',
    '--mantine-color-text': 'var(--vw-text)',
    '--mantine-color-dimmed': 'var(--vw-dim)',
    '--mantine-color-default-border': 'var(--vw-line-strong)',
    '--mantine-color-anchor': 'var(--vw-accent)',
    '--mantine-color-error': 'var(--vw-danger)',
  },
})

export const schemeManager = localStorageColorSchemeManager({ key: 'vw.theme' })
