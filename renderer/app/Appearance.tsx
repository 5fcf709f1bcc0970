import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, type Language, useLanguage } from '../ui/language.ts'

/** Language and theme, before and after sign-in. */
export function Appearance({ fullWidth = false }: { fullWidth?: boolean }) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const icon = (Icon: typeof IconSun, word: string) => (
    <span title={word} style={{ display: 'grid', placeItems: 'center', height: 18 }}>
      <Icon size={15} aria-hidden />
      <span className="vw-visually-hidden">{word}</span>
    </span>
  )
  return (
    <>
      <SegmentedControl
        fullWidth={fullWidth}
        aria-label={t('language')}
        value={language}
        onChange={(value) => chooseLanguage(value as Language)}
        data={[
          { value: 'ja', label: '日本語' },
          { value: 'en', label: 'English' },
        ]}
        data-testid="choose-language"
      />
      <SegmentedControl
        fullWidth={fullWidth}
        aria-label={t('theme.name')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
        data={[
          { value: 'light', label: icon(IconSun, t('theme.light')) },
          { value: 'dark', label: icon(IconMoon, t('theme.dark')) },
          { value: 'auto', label: icon(IconDeviceDesktop, t('theme.auto')) },
        ]}
        data-testid="choose-theme"
      />
    </>
  )
}
