import {
  age,
  body,
  disability,
  genderIdentity,
  orientation,
  socioeconomic,
} from './axes/condition';
import { gender } from './axes/gender';
import { names } from './axes/names';
import { ethnicity, nationality, religion } from './axes/origin';
import type { SwapAxis, SwapAxisName } from './swapAxis';

export const swapAxes: Readonly<Record<SwapAxisName, SwapAxis>> = {
  gender,
  names,
  religion,
  nationality,
  ethnicity,
  age,
  disability,
  orientation,
  'gender-identity': genderIdentity,
  socioeconomic,
  body,
};
