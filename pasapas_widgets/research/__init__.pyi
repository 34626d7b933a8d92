"""The names of research, each with its home: read by type checkers, and by ``__init__.py``."""

from .agreement import average_deviation as average_deviation
from .agreement import null_variance as null_variance
from .agreement import r_wg as r_wg
from .change import wave_change as wave_change
from .clusters import design_effect as design_effect
from .clusters import icc1 as icc1
from .clusters import icc2 as icc2
from .comparisons import adjust as adjust
from .conditions import StatisticsError as StatisticsError
from .corpus import Corpus as Corpus
from .differential import differential_item as differential_item
from .display import picture as picture
from .display import show_table as show_table
from .estimates import Estimate as Estimate
from .estimates import estimates_frame as estimates_frame
from .figures import describe as describe
from .figures import dots as dots
from .figures import evolution as evolution
from .figures import heat_map as heat_map
from .figures import level_bars as level_bars
from .figures import radars as radars
from .invented import synthetic as synthetic
from .items import item_analysis as item_analysis
from .items import oriented as oriented
from .levers import agreement_table as agreement_table
from .levers import change_table as change_table
from .levers import clustering_table as clustering_table
from .levers import differential_table as differential_table
from .levers import item_table as item_table
from .levers import reliability_table as reliability_table
from .multilevel import cluster_mean as cluster_mean
from .multilevel import mixed_mean as mixed_mean
from .package import write as write
from .reader import read as read
from .reliability import cronbach_alpha as cronbach_alpha
from .reliability import feldt_interval as feldt_interval
from .reliability import mcdonald_omega as mcdonald_omega
from .sessions import ResearchError as ResearchError
from .study import Study as Study
from .study import StudyError as StudyError

class MissingPartError(ImportError): ...
