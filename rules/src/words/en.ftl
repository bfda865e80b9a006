# The English catalogue: every sentence that speaks of judgements, headroom and what became of statements.
#
# - Sentences are for applicants: no field names, no abbreviations that only a developer knows.
# - A key has the name of the function that says it (say.rs), or of a word of the wire (family.rs): `code_`, `flag_`,
#   `event_`, `outcome_`. A message that only other messages name stands beside them.
# - Yes-or-no arguments are `yes` or `no`; of one that may be absent, `$x_given` says whether it is there.
# - A term of the law is a reference, { -term }: docs/reference/legal-terms.csv has its words in each language and form.
# - Where no rule of a pack stands behind a code, its citation is that of docs/errors.md; a test compares them. No figure of
#   the law stands here: what a pack says is an argument.

### What a pack leaves out

left_out = the rules leave something out here: { $text } ({ $effect })

### Two choices of packs compared over a log

diff_entry = position { $position }: { $kind } by { $party }, of { $subject }
diff_award = award { $award }{ $whose_given ->
    [yes] { " " }of { $whose }
   *[no] { "" }
  }{ $on_given ->
    [yes] , granted on { $on }
   *[no] { "" }
  }
diff_member = { $member }: first { $a }, second { $b }
diff_headroom = headroom of { $undertaking } under { $regime } in { $member_state } on { $on }: first { $a }; second { $b }
diff_room = EUR { $remaining } of { $ceiling }, EUR { $excess } above it
diff_no_room = no answer
diff_verdicts = { $differ } of { $compared } verdicts
diff_rooms = { $differ } of { $compared } headrooms
diff_sum = { $verdicts } and { $rooms } differ

### A pack as it is shown

show_title = { $pack } { $version }: { $title }
show_law = Whose law it is: { $whose }. How far it may be trusted: { $status }.
show_sha256 = Its digest (SHA-256), which an adoption signs: { $sha256 }
show_on = What holds for grants of { $on }, and nothing else of it.
show_rules = Rules
show_rule = { $id }: { $title }
show_kind = what it says: { $kind }
show_cited = where it is written: { $citation }
show_days = for grants from { $from }{ $until_given ->
    [yes] { " " }to { $until }
   *[no] { " " }on, without a known end
  }
show_stated = { $key }: { $value }
show_named_figure = { $name }{ $value_given ->
    [yes] { " " }({ $value })
   *[no] { "" }
  }
show_none = none
show_figures = Figures
show_figure = { $id }: { $title }
show_days_of_value = { $whose_given ->
    [yes] of { $whose }, from { $from }
   *[no] from { $from }
  }{ $until_given ->
    [yes] { " " }to { $until }
   *[no] { " " }on
  }
show_value = { $days }: { $value }; { $citation }
show_amount = { $value } { $unit }
show_reading = This is a reading of the text: { $note }
show_lists = Lists
show_list = { $id }: { $rows ->
    [one] 1 row
   *[other] { $rows } rows
  }
show_not_modelled = What it leaves out
show_complete = Nothing is named: it claims to be complete.

pack_word_jurisdiction_eu = the Union's
pack_word_jurisdiction_member_state = a { -member-state }'s
pack_word_status_illustrative = illustrative, written with care and checked by no lawyer
pack_word_status_reviewed = reviewed by a lawyer
pack_word_status_adopted = put in force by a rule authority of its own

pack_kind_window_cap = the most that may be held over any period of so many years
pack_kind_eligibility_in_force = for grants of which days it may be used
pack_kind_eligibility_reservation_life = how long a reservation may live
pack_kind_eligibility_no_aid = on which grounds something is no aid
pack_kind_cumulation_same_service = no aid beside other compensation for the same service
pack_kind_cumulation_same_costs = aid on the same costs together not above the costs
pack_kind_cumulation_single_undertaking = who is one undertaking where no { -ceiling } says it
pack_kind_exclusion = activities that are not served
pack_kind_exclusion_serves = the one sector that is served
pack_kind_exclusion_statement = a condition under which it may not be used
pack_kind_valuation_forex = how old an exchange rate may be
pack_kind_valuation_conversion = at which rates a currency is converted for good
pack_kind_valuation_loan_safe_harbour = what a loan is worth without an assessment of its risk
pack_kind_valuation_guarantee_safe_harbour = what a guarantee is worth without an assessment of its risk
pack_kind_valuation_loan_reference_rate = what a loan is worth by the difference to a { -reference-rate }
pack_kind_valuation_discount = how payments to come are discounted
pack_kind_valuation_capital = up to which amount a capital injection is transparent
pack_kind_valuation_capped = up to which cap another instrument is transparent
pack_kind_valuation_funding = whose money counts as the State's
pack_kind_duty_deadline = what is to be done by a day
pack_kind_duty_retention = what is to be kept until a day
pack_kind_duty_declaration = when a declaration of other aid is needed
pack_kind_duty_calendar = which days are { -working-days }, and which periods move
pack_kind_national_cap = the most that a State may grant to all together
pack_kind_eligibility_separated = when activities that are not served do not bar those that are
pack_kind_exclusion_fishery_purpose = purposes in fishery for which it may not be used
pack_kind_valuation_portfolio = what guarantees on its loans are worth to a financial intermediary

pack_key_regime = under
pack_key_regimes = under
pack_key_except = not under
pack_key_except_in_doubt = by a reading of the text not under
pack_key_note = note
pack_key_status = standing
pack_key_scope = whose aid is added up
pack_key_unit = whose awards are added up
pack_key_window_years = years of the period
pack_key_boundary = the first day of the period
pack_key_ceiling = { -ceiling }
pack_key_code = a grant that it stops is answered
pack_key_unlinked_through = holders through which enterprises are not linked
pack_key_cross_border = control links across a border
pack_key_natural_persons = control links of natural persons
pack_key_counts = what of earlier awards counts
pack_key_mode = whether it counts
pack_key_legacy = whether it has run out
pack_key_tail = what may be granted after its validity
pack_key_until = until
pack_key_serves = serves
pack_key_days = days
pack_key_grounds = grounds
pack_key_ground = ground
pack_key_test = what has to be seen of the statement
pack_key_state_aid = what is { -state-aid } here
pack_key_statement = the condition
pack_key_sectors = activities, by the list
pack_key_max_age = most days between the rate and the grant
pack_key_rates = rates
pack_key_short_amount = largest amount for the shorter term
pack_key_short_years = the shorter term
pack_key_long_amount = largest amount for the longer term
pack_key_long_years = the longer term
pack_key_least_band = least rating of a large undertaking
pack_key_collateral_min = least collateral
pack_key_cover_max = highest cover
pack_key_formula = by which formula
pack_key_years_decimals = decimals to which the years are rounded
pack_key_margin = margin above the { -base-rate }
pack_key_base_rate_age = days from which a { -base-rate } is said to be old
pack_key_year_days = days of a year
pack_key_limit = the largest that is transparent
pack_key_origins = money that counts
pack_key_working_days = term
pack_key_computed_from = lateness from which it is said where holidays are calculated
pack_key_missing_from = lateness from which it is said where holidays are missing
pack_key_years = years that a declaration or a register covers
pack_key_name = its name
pack_key_starts = it runs from
pack_key_by = who has to do it
pack_key_ticked_by = the statement that says it was done
pack_key_about = whose it is
pack_key_register = of States whose register is
pack_key_basis = of aid granted
pack_key_instruments = of aid by the instruments
pack_key_except_instruments = not of aid by the instruments
pack_key_months = months
pack_key_day = the day of the year after
pack_key_date = the day
pack_key_wider_years = years by the wider reading
pack_key_fiscal_years = fiscal years
pack_key_roll = its last day, where it is no { -working-days(form: "one") }
pack_key_above = of aid above
pack_key_by_sector = above another amount for some activities
pack_key_activities = activities, by the list
pack_key_weekend = days of the week that are no { -working-days }
pack_key_forward_roll = the end of a term that is no { -working-days(form: "one") }
pack_key_look_back_roll = the start of a period looked back over
pack_key_beside = beside aid under
pack_key_caps = amounts by State, by the list
pack_key_ceiling_disputed = what some read as the { -ceiling }
pack_key_excludes = excluded where it is fixed by what is
pack_key_fiscal_years_of = whose fiscal years they are
pack_key_gate = what { -insolvency } or a low rating shut out
pack_key_losses = how losses are borne
pack_key_not_stated = where nothing is stated
pack_key_option = what holds where a State chose a higher { -ceiling }
pack_key_option_only = only where a State chose it
pack_key_product_sector = for each product sector by itself
pack_key_purposes = purposes
pack_key_retroaction = it holds for aid from before its first day
pack_key_reviews = for a person where it is fixed by what is
pack_key_share = part of the amount by State
pack_key_small_loan = largest loan of a portfolio of small loans
pack_key_spared = spared
pack_key_sum = whether it is a { -ceiling } for the sum with other acts
pack_key_total = the most that the loans may come to
pack_key_total_small = the same of small loans
pack_key_total_age = days after which a stated total is old
pack_key_word = the choice

pack_key_effect = what becomes of a grant that it touches
pack_key_forms = aid of the forms

pack_word_effect_warn = it is answered, and this is said beside the answer
pack_word_effect_refer = a person decides
pack_word_effect_error = it is not covered
pack_word_forms_grant = grants
pack_word_forms_instalments = grants in instalments
pack_word_forms_interest_subsidy = interest subsidies
pack_word_forms_loan = loans
pack_word_forms_guarantee = guarantees
pack_word_forms_capital = capital
pack_word_forms_compute = computing time
pack_word_forms_credits = credits
pack_word_forms_service = services
pack_word_forms_portfolio = portfolios of guarantees
pack_word_forms_declared = aid as somebody declared it
pack_word_starts_grant = the day of the grant
pack_word_starts_report = the day on which the report of an intermediary was received
pack_word_starts_year_of_grant = the end of the year of the grant
pack_word_starts_tax_declaration = the day on which the tax declaration is due
pack_word_starts_scheme = the day on which the scheme enters into force
pack_word_starts_last_aid_of_scheme = the last aid under the scheme
pack_word_starts_last_aid_of_provider = the last aid that the authority gave
pack_word_starts_request = the day on which a request was received
pack_word_starts_quarter = the end of each quarter
pack_word_starts_year = the end of each year
pack_word_starts_date = no day: the last one is fixed
pack_word_by_member_state = the { -member-state }
pack_word_by_granting_authority = the { -granting-authority }
pack_word_by_intermediary = the financial intermediary
pack_word_by_provider = who provides the aid
pack_word_by_host = the hosting entity
pack_word_ticked_by_register_receipt = a receipt of the register
pack_word_ticked_by_publication_made = a publication
pack_word_ticked_by_duty_done = the statement that the duty was done
pack_word_about_member_state = the { -member-state }
pack_word_about_system = the system
pack_word_register_national = national
pack_word_register_union = the Union's
pack_word_excludes_purchased = bought
pack_word_excludes_marketed = put on the market
pack_word_reviews_purchased = bought
pack_word_reviews_marketed = put on the market
pack_word_fiscal_years_of_beneficiary = of whoever gets the aid
pack_word_fiscal_years_of_recipient = of whoever got each earlier award
pack_word_fiscal_years_of_calendar = calendar years
pack_word_gate_every_method = every way of valuing it
pack_word_gate_formula = the formula alone
pack_word_limit_line = the costs of the line
pack_word_limit_highest_intensity = the highest intensity or amount of any aid on the line
pack_word_losses_proportional = in proportion by both
pack_word_losses_not_asked = not asked
pack_word_not_stated_nothing = nothing follows
pack_word_not_stated_review = a person decides
pack_word_option_only_true = yes
pack_word_option_only_false = no
pack_word_product_sector_true = yes
pack_word_product_sector_false = no
pack_word_sum_true = yes
pack_word_sum_false = no
pack_word_purposes_vessel_purchase = buying a vessel
pack_word_purposes_engine = an engine
pack_word_purposes_capacity = more fishing capacity
pack_word_purposes_new_vessel = a new vessel
pack_word_purposes_cessation = cessation of fishing
pack_word_purposes_exploratory = exploratory fishing
pack_word_purposes_business_transfer = transfer of a business
pack_word_purposes_restocking = restocking
pack_word_spared_outermost_under_12m = small vessels of outermost regions
pack_word_spared_cessation_2021_1139 = cessation as the act on the fisheries fund has it
pack_word_spared_conservation_measure = conservation measures
pack_word_spared_experimental = experimental restocking
pack_word_register_any = any
pack_word_word_3_2a = that of fishery
pack_word_word_3_3a = that of agriculture
pack_word_basis_ad_hoc = ad hoc
pack_word_basis_scheme = under a scheme
pack_word_instruments_grant_or_interest_subsidy = grants and interest subsidies
pack_word_instruments_loan_or_repayable_advance = loans and repayable advances
pack_word_instruments_guarantee = guarantees
pack_word_instruments_tax_advantage = tax advantages
pack_word_instruments_risk_finance = risk finance
pack_word_instruments_subsidised_services = subsidised services
pack_word_instruments_other = others
pack_word_except_instruments_grant_or_interest_subsidy = grants and interest subsidies
pack_word_except_instruments_loan_or_repayable_advance = loans and repayable advances
pack_word_except_instruments_guarantee = guarantees
pack_word_except_instruments_tax_advantage = tax advantages
pack_word_except_instruments_risk_finance = risk finance
pack_word_except_instruments_subsidised_services = subsidised services
pack_word_except_instruments_other = others
pack_word_forms_repayable_advance = repayable advances
pack_word_forms_asset = assets sold or leased
pack_word_forms_ip_transfer = transfers of intellectual property
pack_word_forms_tax_relief = tax reliefs
pack_word_scope_member_state = that of each { -member-state } by itself
pack_word_scope_union = that of all Member States together
pack_word_unit_single_undertaking = those of all enterprises of a { -single-undertaking }
pack_word_unlinked_through_public_body = public bodies
pack_word_unlinked_through_non_profit = entities without profit
pack_word_mode_counted = it counts
pack_word_mode_interpretation = the text leaves it open, and it does not count
pack_word_status_interpretation = a reading of the text
pack_word_legacy_true = yes: what was granted counts, and nothing new is admitted
pack_word_legacy_false = no
pack_word_serves_any_aid = any aid
pack_word_serves_schemes = aid under a scheme
pack_word_test_no_state_money = none of the money is the State's
pack_word_test_market_price = the recipient pays what it gets
pack_word_test_non_economic_use = it is computing time for no economic activity
pack_word_state_aid_gber = aid under the block exemption
pack_word_state_aid_notified = notified aid
pack_word_statement_export_linked = it is tied to exports
pack_word_statement_domestic_goods = it hangs on domestic goods being used instead of imported ones
pack_word_statement_price_quantity_linked = it is fixed by price or quantity of primary products, or passed on to their producers
pack_word_statement_no_sgei_service = no { -sgei } is named
pack_word_origins_state = of the State
pack_word_origins_shared_management = of the Union, under shared management
pack_word_origins_union_central = of the Union, managed by itself
pack_word_origins_ms_donated = given by a { -member-state }
pack_word_origins_private = private
pack_word_origins_undetermined = of nobody knows whom

pack_word_boundary_closed = it counts
pack_word_boundary_half_open = it does not count
pack_word_weekdays_monday = Monday
pack_word_weekdays_tuesday = Tuesday
pack_word_weekdays_wednesday = Wednesday
pack_word_weekdays_thursday = Thursday
pack_word_weekdays_friday = Friday
pack_word_weekdays_saturday = Saturday
pack_word_weekdays_sunday = Sunday
pack_word_roll_next_working_day = moves to the next { -working-days(form: "one") }
pack_word_roll_none = stays where it is
pack_word_cross_border_counted = they make one undertaking
pack_word_cross_border_not_counted = they make nobody one undertaking
pack_word_natural_persons_counted = they make one undertaking
pack_word_natural_persons_not_counted = they make nobody one undertaking
pack_word_loan_formula_none = no formula of the State is known: such loans are not covered
pack_word_loan_formula_undiscounted = principal x years x ({ -base-rate } + margin - rate of the loan), not discounted

pack_unit_EUR = euro
pack_unit_percent = %
pack_unit_day = days
pack_unit_working_day = { -working-days }
pack_unit_month = months
pack_unit_year = years
pack_unit_day_of_year = (month and day)
pack_unit_date = (day)
pack_unit_decimals = decimals
pack_unit_credit_band = or better
pack_unit_conversion_rate = for one euro

### What became of a statement

verdict = { $outcome }: { $kind }
outcome_admitted = admitted
outcome_recorded = recorded as a fact
outcome_refused = refused, without effect
outcome_deferred = without effect until a person has decided; this is no refusal
no_effect = nothing in the ledger changed but this entry
named = { $word }: { $meaning }
way_out = what can be done: { $way }
prices_the_past = late_registration: a price is published for days before the statement; it acts from here on and reprices nothing
unknown_object = nothing is recorded under { $id }
disagrees = this recomputation does not reach the recorded figure; the record stands, and an audit would report the difference
no_rule = rule { $rule } is not in the law that this explanation was made with, so its awards can't be listed

### Amounts and counts

eur = EUR { $amount }
figure_range = { $low } to { $high }
figure_open = { $low } or more
between_and = and
between_or = or
at_position = (position { $position })
awards = { $count ->
    [one] 1 award
   *[other] { $count } awards
  }

### What aid is worth

worth = what the aid is worth to its recipient (form: { $form })
worth_unsettled = what the aid is worth could not be settled (form: { $form })
no_rate = no exchange rate for { $currency } was published close enough before the { -date-of-grant }
not_judged = this release has no rule for the value of a { $form } as stated here
too_large = the figure is larger than any that a ledger counts
rate = 1 EUR = { $rate } { $currency } on { $on } ({ $source })
rate_age = a rate that does not say until when it holds may be at most { $days } days older than the grant
rate_for_good = 1 EUR = { $rate } { $currency } for good since { $from }: published rates are not looked at
rounding = calculated exactly and rounded once, at the end: half a cent goes up, and aid is never below zero
decided_as_before = the recorded figure, which a correction that leaves the aid alone does not revalue
lessened = what the award counts from now on: the smaller of what it counted and of the larger of the new amount and what was kept and not paid back
old_figure = what it counted before
stated_after = the new amount as stated
kept = what was used or paid out
repaid = of that, paid back (interest left out)
old_self = the award as it stood is left out: a correction is decided as if the award were new

operation = calculation: { $formula }
formula = { $terms }
smaller_of = the smaller of { $first } and { $second }
share_of = ({ $whole }) x { $percent } %
sum_of_discounted = the sum of amount / (1 + { $percent } %)^(days / { $days })

input_nominal = amount granted: { $figure } { $unit }
input_face_value = face value: { $figure } { $unit }
input_market_value = market value: { $figure } { $unit }
input_price_paid = price paid by the recipient: { $figure } { $unit }
input_quantity = quantity: { $figure } { $unit }
input_unit_price = price of one unit: { $figure } { $unit }
input_declared = value as declared: { $figure } { $unit }
input_low_end = at least, as declared: { $figure } { $unit }
input_high_end = at most, as declared: { $figure } { $unit }
input_payment = payment: { $figure } { $unit }
input_principal = principal: { $figure } { $unit }
input_guaranteed = amount guaranteed: { $figure } { $unit }
input_portfolio = loans guaranteed, all together: { $figure } { $unit }
input_largest_loan = largest of them: { $figure } { $unit }
input_injection = capital paid in: { $figure } { $unit }
input_years = term: { $figure } years
input_collateral = collateral: { $figure } %
input_interest_rate = interest rate of the loan: { $figure } %
input_rate_on_success = rate where the project succeeds: { $figure } %
input_contribution = the beneficiary's own contribution: { $figure } { $unit }
input_investment = investment: { $figure } { $unit }
input_relief = tax relief: { $figure } %
input_cover = highest cover of the loan: { $figure } %
input_cap = cap: { $figure } { $unit }

### Words of the wire in prose

form_grant = grant
form_instalments = instalments
form_interest_subsidy = interest-subsidy
form_loan = loan
form_guarantee = guarantee
form_capital = capital
form_compute = compute
form_credits = credits
form_service = service
form_portfolio = portfolio
form_repayable_advance = repayable-advance
form_asset = asset
form_ip_transfer = ip-transfer
form_tax_relief = tax-relief
form_declared = declared
size_micro = micro
size_small = small
size_medium = medium
size_small_mid_cap = small-mid-cap
size_large = large
stands_admitted = admitted
stands_recorded = recorded
stands_over_ceiling = over-ceiling
stands_reduced = reduced
stands_uncounted = uncounted
became_admitted = admitted
became_recorded = recorded
became_refused = refused
became_deferred = deferred

### Forms of aid that are no plain money

no_price = no price of a unit is stated, and none was published for this system, unit and date
no_base_rate = no { -base-rate } of the granting State was published for the { -date-of-grant }, or none that leaves something to divide by
not_covered = no rule on record values a { $form } under this regime in the way stated
barred = outside the safe harbour this form has no figure without a risk assessment
price = 1 { $unit } = { $price }, published for { $from } and after ({ $method })
discount_rate = payments to come are discounted at { $percent } % a year, compounded yearly, for the days from the grant
base_rate = { -base-rate } of the granting State: { $percent } %, published for { $from } and after
margin = on top of it: { $percent } percentage points
year_days = a year has { $days } days in this calculation
payment = due on { $due }, { $days ->
    [0] not after the grant: worth
    [one] 1 day after the grant: worth today
   *[other] { $days } days after the grant: worth today
  }
safe_harbour = within the safe harbour no risk assessment is needed: the { -ceiling } in proportion to amount and term
pair = at most EUR { $amount } for at most { $years } years: { $fits ->
    [yes] this fits
   *[no] this does not fit
  }
formula_ceiling = the { -ceiling } in the formula is EUR { $ceiling }
is_met = { $met ->
    [yes] this is met
   *[no] this is not met
  }
collateral = collateral of at least { $least } % of the loan: { is_met }
cover = cover of at most { $most } % at any moment, losses borne in proportion: { is_met }
size = { $size_given ->
    [yes] the undertaking is on record as { $size }
   *[no] the size of the undertaking is not on record, which closes nothing
  }
band = { $band_given ->
    [yes] the rating on record is { $band }; a large undertaking needs { $least } or better
   *[no] no rating is on record; a large undertaking needs { $least } or better
  }
insolvency_unknown = nothing is on record about insolvency, which closes nothing
insolvency_none = on record as not insolvent
insolvency_proceedings = on record as in { -insolvency }
insolvency_criteria_met = on record as meeting the criteria for { -insolvency }
capital_limit = capital is transparent aid up to EUR { $limit }; exactly so much is allowed
gates = by whichever method, the undertaking has to be solvent, and a large one rated
cap_limit = with a cap of at most EUR { $limit } another instrument is transparent aid; exactly so much is allowed
part_inside = the { $percent } % that count as the State's are inside the limits, the whole is outside; which of the two the act means is open, and the State's part is taken
not_transparent = neither a figure nor a cap is stated, so nobody can say beforehand what it comes to
saved_interest = worth the interest saved against the { -reference-rate } of the day of the grant: on the whole principal, for all years, not discounted
reference_rate = the { -reference-rate } is { $percent } %
no_margin = no margin for an undertaking of this rating is on record
rate_not_stated = the interest rate of the loan is not stated
formula_years = { $years } years enter, rounded to { $decimals ->
    [one] 1 decimal
   *[other] { $decimals } decimals
  }
cap_exact = at most the cap counts
cap_in_full = the cap counts in full until the exact amount is binding, whatever is used of it
cap_fixed_sum = the fixed sum that the scheme announced counts, whatever is used of it
share = of this, { $percent } % comes from the State or may do so, and only that counts

### Whose awards are added up

group = whose awards are added up: one undertaking under { $numbers ->
    [one] one number
   *[other] { $numbers } numbers
  }
single_undertaking = whose awards are added up: { $undertakings } undertakings { $numbered ->
    [yes] under { $numbers } numbers that are one { -single-undertaking } on { $day }
   *[no] that are one { -single-undertaking } on { $day }
  }
unregistered = { $id } is not registered
namesake = { $id } and { $other } have one number in a register of one State, and nobody said whether they are one company; a register's identification settles it
member = { $id }
registered_at = registered at position { $position }
same_by = the same undertaking as { $id }, stated at position { $position }
stated_by = { $by_given ->
    [yes] ; stated by { $by }, whose own grants alone rely on it
   *[no] { "" }
  }
controls = { $controller } controls { $controlled } from { $from } on{ $weak ->
    [yes] ; this is only declared, with no document behind it
   *[no] { "" }
  }{ stated_by }
absorbed = { $surviving } took over { $absorbed } on { $on }{ stated_by }
same_for = the same undertaking as { $other }{ stated_by }
set_aside = { $holder } is a { $public ->
    [yes] public body
   *[no] non-profit body
  } from { $from } on, through which nobody is linked: { $links ->
    [one] 1 link is set aside
   *[other] { $links } links are set aside
  }
another_group = the { -single-undertaking } of { $day }, the last day of this period, is another than on the day of the grant; its history is what counts here
joins = { $id } belongs to it then
leaves = { $id } does not belong to it then
control_ended = { $controller } no longer controls { $controlled } from { $on } on

reading_without_weak = another reading: without links that are only declared
reading_with_all_weak = another reading: with links that any party has only declared
reading_through_persons = another reading: if what one { -natural-person } controls were one undertaking
reading_without_persons = another reading: if a { -natural-person } linked nobody
reading_undeclared = another reading: if a majority of the votes joined that nobody declared as a link
reading_across_borders = another reading: if links across a border made one undertaking
reading_within_borders = another reading: if links across a border made no { -single-undertaking }
reading_all_parties = another reading: with what any other party has stated, links that are only declared left aside
reading_all_stated = another reading: with everything that any party has stated

### What a group holds of an award

received = received by { $by }
whole = what all holders together hold of it
by_merger = taken over by the merger of { $on }
by_equity = divided by the split of { $on }, in proportion to the { -equity }
as_attributed = divided by the split of { $on }, as the award was attributed
at_exit = divided by the end of control on { $on }, as stated there
undivided = the equity of the split of { $on } can't divide it: until it is attributed every successor holds the whole, which counts once
part = { $id } holds this part, which { $here ->
    [yes] counts here
   *[no] does not count here
  }
unsettled_exit = counts here because { $controller } no longer controls { $controlled } from { $on } on and nobody has settled whose earlier aid is: both sides keep it
reserved = a reservation: it counts for grants up to { $until }, unless it is confirmed or released before
conditional = a right under a condition: it counts for grants up to { $until }, unless the condition is met or fails before
sighting = { $id } of { $on } is the same award and does not count again: this one counts in its place

### Limits

check = { $state_given ->
    [yes] with this award EUR { $after } of EUR { $limit } in { $state }
   *[no] with this award EUR { $after } of EUR { $limit }
  }
limit = the { -ceiling } is EUR { $limit }; exactly the { -ceiling } is allowed
parameter = this value holds from { $from }: { $reading ->
    [yes] a reading of the text, not its letter
   *[no] as the text says
  }{ $note_given ->
    [yes] . { $note }
   *[no] { "" }
  }
boundary = the same day { $years } years earlier { $closed ->
    [yes] still counts
   *[no] no longer counts
  }, so the first day of the window is { $first_day }
window = granted from { $from } to { $to }, both days included: { awards }
this_award = this award, granted on { $on }
tentative = what would be tested; the ledger records no sums where a person is to decide
remaining = left under the { -ceiling }
excess = over the { -ceiling }
sum_and_ceiling = { $sum } / { $ceiling }
other_windows = { $count ->
    [0] no later award is recorded, so no other period holds this date
   *[other] { $count } other periods that end on later awards and hold this date were tested too; the fullest is shown
  }
boundary_dispute = the outcome hangs on whether { $day } still counts: both readings are shown, and the granting State's own decides ({ $closed ->
    [yes] the first day counts
   *[no] the first day does not count
  })
same_day = left under the { -ceiling } if nothing that others granted on the same day came first
interpreted = whether awards under { $regime } count is open{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
with_interpreted = left under the { -ceiling } if the awards in question count
counted_by_reading = awards under { $regime } count by a reading of the text{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
without_readings = left under the { -ceiling } if the awards that count by a reading did not
award = { $id } of { $on } ({ $standing })
standing_admitted = admitted here
standing_recorded = recorded as granted elsewhere or before
standing_over_ceiling = stands over a { -ceiling }
standing_reduced = reduced since
standing_uncounted = can't be counted yet
standing_disputed = { $standing }; somebody has objected to it
reduced = counts at most EUR { $most } in periods that end on or after { $on }
uncounted = { $id } of { $on }: its figure, date or recipient is not settled
uncounted_awards = { awards } in the periods tested can't be counted yet
more_awards = and { awards } more, not listed one by one
more = and { $count } more, not listed
paid_once = { $count ->
    [0] no other award on record pays for the service { $service }; a second one would bar this award
   *[other] on record beside it for the service { $service }, and no { -de-minimis-aid } as far as known: { awards }
  }
affects = with hindsight { awards } stand over the { -ceiling } that did not before
affected = { $id } of { $on } stands over by
duty = to be registered within { $days } { -working-days }, by { $last }{ $late ->
    [yes] : it came later
   *[no] { "" }
  }
holidays = weekends and { $count } public holidays on record are not counted; the day of the grant isn't either
lateness = registered { $days } { -working-days } after the term
not_certain = the holidays on record are calculated and not listed by the State: a lateness of less than { $days } { -working-days } is not certain, and not said
not_tested = no holidays of the State are on record for each year of the term: a lateness of less than { $days } { -working-days } is not tested
paid_in_doubt = { $count ->
    [one] 1 award for the same service is spared by a reading of the text: { $note }
   *[other] { $count } awards for the same service are spared by a reading of the text: { $note }
  }
cost_line = cost line { $line } of EUR { $amount }: EUR { $own } of this award and EUR { $others } of { -state-aid }{ $over ->
    [yes] , together more than the line
   *[no] { "" }
  }
claimed = it counts as it claims, and cannot be under { $regime } by what is stated of it
claimed_date = its date, { $day }, is after the last day on which the act was open to such aid
claimed_activity = its activity is one that the act does not serve
claimed_condition = one of its conditions excludes it
claimed_no_service = the act is for { -sgei(form: "pl") }, and none is named
headroom = the largest new grant that would be admitted: the { -ceiling } minus the fullest period

### What becomes of an award

without_reservation = the reservation itself is left out: its confirmation is decided as a new grant of that date
given_up = given up, as stated
counts_from_then = what the award counts from then on
seen = said to be one and the same award
counts_for_all = of these, { $id } counts
awarded_quantity = awarded: { $quantity } units
awarded_value = awarded: EUR { $value } at the rates of the grant
drawn_quantity = drawn before: { $quantity }
drawn_value = drawn before: EUR { $value }
waited = it waited for a person: { $kind }
of_the_set = { $id }, with those before it in effect: { $outcome }

### What a statement names

detail_number = number: { $value }
detail_rules = rules and version: { $value }
detail_digest = SHA-256 of their bytes: { $value }
detail_applies_from = for grants from: { $value }
detail_semantics = number of the way of judging: { $value }
detail_four_eyes = two keys: { $value }
detail_epoch = epoch: { $value }
detail_duty = duty: { $value }
detail_markets = markets: { $value }
detail_outstanding = still outstanding: { $value }
detail_source = source: { $value }
detail_party = party: { $value }
detail_key = key: { $value }
detail_statement = statement: { $value }
detail_application = application: { $value }
detail_amount = amount: { $value }
detail_award = award: { $value }
detail_band = rating: { $value }
detail_beneficiary = recipient: { $value }
detail_citation = citation: { $value }
detail_condition = condition: { $value }
detail_controlled = controlled: { $value }
detail_controller = in control: { $value }
detail_decision = decision: { $value }
detail_document = SHA-256 of the document: { $value }
detail_equity = { -equity }: { $value }
detail_expires_on = last day of the reservation: { $value }
detail_finding = finding: { $value }
detail_from = from: { $value }
detail_granted_on = { -date-of-grant }: { $value }
detail_ground = ground: { $value }
detail_held = held: { $value }
detail_holder = holder: { $value }
detail_insolvency = insolvency: { $value }
detail_interest = interest: { $value }
detail_kind = kind: { $value }
detail_legal_basis = legal basis: { $value }
detail_long_stop = last day for the condition: { $value }
detail_member = member: { $value }
detail_outcome = outcome: { $value }
detail_on = on: { $value }
detail_principal = principal: { $value }
detail_project = project: { $value }
detail_quantity = quantity: { $value }
detail_question = question: { $value }
detail_reason = reason: { $value }
detail_receipt = receipt: { $value }
detail_scheme = scheme: { $value }
detail_share = share: { $value }
detail_size = size: { $value }
detail_stays = whose what was granted before is: its recipient's
detail_subject = subject: { $value }
detail_successor = successor: { $value }
detail_summary = summary: { $value }
detail_system = system: { $value }
detail_undertaking = undertaking: { $value }
detail_until = until: { $value }

### Answers to questions about headroom

headroom_left = { $bound ->
    [yes] at most EUR { $remaining } left
   *[no] EUR { $remaining } left
  } on { $on } under { $regime }{ in_state } for { $undertaking }
in_state = { $state_given ->
    [yes] { " " }in { $state }
   *[no] { "" }
  }
granted_between = { $from_given ->
    [yes] granted from { $from } to { $to }
   *[no] granted up to { $to }
  }
headroom_used = EUR { $used } of EUR { $ceiling } used ({ granted_between })
headroom_exceeded = EUR { $used } of EUR { $ceiling } used ({ granted_between }): EXCEEDED by EUR { $excess }
headroom_own = EUR { $used } used ({ granted_between }); the period above is fuller, and it holds the date too
headroom_more = more from { $on } on: EUR { $remaining } left then
headroom_view = as grants of { $party } are judged; { $remaining_given ->
    [yes] by what everybody relies on EUR { $remaining } are left
   *[no] nobody else knows the undertaking by this number
  }
headroom_release_over = { $on }: EUR { $amount } leaves; { $reason }
nothing_then = nothing can be granted under { $regime } then{ $last_given ->
    [yes] : its last day is { $last }
   *[no] { "" }
  }
cause_uncounted = an upper bound: the figure, date or recipient of an award in a period that holds this date is not settled; until it is, a new grant waits for a person
cause_unknown_regime = an upper bound: the source of an award in a period that holds this date names no regime; { $left_given ->
    [yes] if it is aid that counts under { $regime }, EUR { $left } are left
   *[no] if it is aid that counts under { $regime }, less is left
  }
cause_stated_by_others = an upper bound: { $own ->
    [yes] other parties stated who belongs together; with that EUR { $left } are left, and a grant above it may wait for a person
   *[no] some parties stated who belongs together, and not everybody relies on it; with that EUR { $left } are left
  }
cause_link_not_declared = an upper bound: by the holdings on record somebody has the majority of the votes, and nobody declared the link; with it EUR { $left } are left
cause_national_total = an upper bound: how much the State granted to all undertakings beside what this ledger holds is not known, or was last said too long ago
cause_one_number = an upper bound: { $id } and { $other } have one number in a register of one State, and nobody said whether they are one company; until somebody does, a new grant waits for a person
headroom_award = { $on }  { $award }  { $standing }  position { $position }
headroom_award_disputed = { $on }  { $award }  { $standing }, disputed  position { $position }
headroom_release = { $on }: EUR { $amount } frees up, EUR { $remaining } left then
headroom_unknown_undertaking = no registered undertaking `{ $id }`: check the number, or have a hosting entity register it
headroom_no_ceiling = no adopted pack has a { -ceiling } for `{ $regime }` on { $on }: ask for { $others } on a date they are in force
headroom_no_ceiling_at_all = no adopted pack has a { -ceiling } for `{ $regime }` on { $on }: adopt a pack that has one
headroom_state_needed = the { -ceiling } is per { -member-state }: say which State would grant (--member-state, or member-state= over HTTP)

### Answers to "which route?"

routes_yes = Yes: all of it fits { $routes }.
routes_part = In part: EUR { $amount } today { $route }{ $from_given ->
    [yes] ; all of it from { $from } on.
   *[no] .
  }
routes_later = Not today: all of it from { $from } on { $route }.
routes_open = Not yet: something is missing, see below.
routes_no = No: no regime that the adopted packs know carries it.
routes_asked = Asked: { $worth_given ->
    [yes] EUR { $worth }
   *[no] support whose worth is not known yet,
  } for { $undertaking }, granted on { $on }{ in_state }
routes_assumed = nobody said, and assumed at its plainest: { $members }
route = { $rank } { $regime }: { $said }
route_of = under { $regime }{ $article_given ->
    [yes] { " " }Art. { $article }
   *[no] { "" }
  }{ $scheme_given ->
    [yes] , scheme { $scheme }
   *[no] { "" }
  }
route_no_aid = as no aid ({ $ground })
route_fits = all of it{ $amount_given ->
    [yes] , EUR { $amount }
   *[no] { "" }
  }
route_up_to = up to EUR { $amount } today{ $quantity_given ->
    [yes] { " " }({ $quantity } { $unit_given ->
        [yes] { $unit }
       *[no] units
      })
   *[no] { "" }
  }{ $from_given ->
    [yes] ; all of it from { $from } on
   *[no] ; no day is known on which all of it fits
  }
route_from = nothing today; all of it from { $from } on
route_fails = no
route_reason = { $code }: { $text } [{ $citation }]
route_need = missing: { $what }
route_note = note, { $flag }: { $meaning }
route_left = { $unit } { $left } of { $limit } left [{ $citation }]{ $until_given ->
    [yes] , open until { $until }
   *[no] { "" }
  }
route_written = { $citation }

### Kinds of statements, and what each changes

kept_as_it_is = it is kept with its signature and place, and changes no figure
event_ledger_founded = the founding of this ledger
    .effect = the ledger begins here
event_log_key_added = a new key of the ledger
    .effect = from here on the ledger may sign with this key
event_log_key_retired = the retirement of a key of the ledger
    .effect = from here on the ledger no longer signs with this key
event_party_admitted = the admission of a party
    .effect = from here on the party may sign statements in its roles
event_party_suspended = the suspension of a party
    .effect = from here on statements of the party are turned away
event_party_reinstated = the reinstatement of a party
    .effect = from here on the party may sign again
event_key_added = a new key for a party
    .effect = from here on the party may sign with this key too
event_key_revoked = the revocation of a key
    .effect = from here on nothing signed with this key is accepted
event_token_revoked = the withdrawal of access tokens
    .effect = from here on these tokens open nothing
event_party_policy_set = what a party asks of its own statements
    .effect = from here on the party's statements are held against it; earlier ones stand
event_lease_taken = the turn of another machine to write
    .effect = it is on record who writes under which epoch; no verdict turns on it
event_engine_adopted = the adoption of a way of judging
    .effect = from here on every verdict follows this way of judging; earlier verdicts stand
event_pack_adopted = the adoption of a body of rules
    .effect = from here on these rules judge grants of the dates they are for; earlier verdicts stand
event_reference_published = the publication of reference figures
    .effect = from here on these figures are used; nothing is revalued
event_system_registered = the registration of a computing system
    .effect = { kept_as_it_is }
event_system_amended = an amendment to a computing system
    .effect = { kept_as_it_is }
event_scheme_registered = the registration of a scheme
    .effect = from here on grants may name the scheme
event_intake_summary = a summary of what was turned away
    .effect = { kept_as_it_is }
event_undertaking_registered = the registration of an undertaking
    .effect = from here on awards to these numbers count for this undertaking
event_undertaking_identified = a statement that several numbers mean one undertaking
    .effect = from here on the awards of all these numbers are added up
event_identity_presented = an undertaking's showing who it is
    .effect = it is on record by what it was shown and when; no verdict turns on it yet
event_markets_declared = a statement of how the markets of two undertakings stand to one another
    .effect = it is on record; no verdict turns on it yet
event_undertaking_assessed = an assessment of an undertaking
    .effect = from here on this is what is known of the undertaking from that day, until something newer is stated; earlier verdicts stand
event_control_declared = a statement that one undertaking controls another
    .effect = from the day stated the two belong to one { -single-undertaking }, and their awards are added up; earlier verdicts stand
event_control_ended = the end of control of one undertaking over another
    .effect = from the day stated the two no longer belong together through this control; what was granted before counts with whom the statement says, and with both sides as long as nobody says
event_holding_declared = a statement of a holding
    .effect = from here on the holding is taken into account where the rules ask for it
event_undertakings_merged = a merger of undertakings
    .effect = from the day stated all that the merged undertakings received is added up; what was granted before stays lawful
event_undertaking_split = the split of an undertaking
    .effect = from the day stated what the undertaking received is divided among its successors: by the use of each award where that is stated, else by equity
event_award_attributed = the attribution of an award after a split
    .effect = from here on these parts of the award count with the undertakings named
event_group_attested = a statement of who belongs to a { -single-undertaking }
    .effect = from here on a grant finds the { -single-undertaking } attested where the members are exactly these
event_recovery_ordered = an order to recover aid
    .effect = { kept_as_it_is }
event_recovery_paid = a repayment on a recovery order
    .effect = { kept_as_it_is }
event_recovery_suspended = the suspension of a recovery order
    .effect = { kept_as_it_is }
event_recovery_annulled = the annulment of a recovery order
    .effect = { kept_as_it_is }
event_recovery_completed = the completion of a recovery
    .effect = { kept_as_it_is }
event_award_granted = a grant of aid
    .effect = from here on the award is part of its recipient's history, at this value
event_award_reserved = a reservation of aid
    .effect = the amount is kept free for its recipient until the last day stated, and counts for all grants dated up to it, until it is confirmed or released
event_award_confirmed = the confirmation of a reservation
    .effect = from here on the award is part of its recipient's history, at this value and date
event_award_released = the release of a reservation
    .effect = from here on the reservation counts nothing
event_award_conditional = a grant of aid under a condition
    .effect = the amount is kept free for its recipient until the last day stated, and counts for all grants dated up to it, until the condition is met or fails
event_award_condition_met = the fulfilment of a condition
    .effect = from here on the award is part of its recipient's history, at this value and date
event_award_condition_failed = the failure of a condition
    .effect = from here on the award counts nothing
event_award_reported = a report of aid granted elsewhere
    .effect = from here on the award is part of its recipient's history, and counts where the law says so and its value is settled
event_award_restated = a newer figure for a reported award
    .effect = from here on the award counts at the newer figure; earlier verdicts stand
event_award_matched = a statement that several reports mean one award
    .effect = from here on these are one award and count once: the one that lasts longest, of equals the one with the highest figure; earlier verdicts stand
event_award_unmatched = a statement that reports do not mean one award
    .effect = from here on these reports count each for itself; earlier verdicts stand
event_award_reduced = a reduction of an award
    .effect = the award counts so much in periods that end on or after the date stated; earlier verdicts stand
event_award_waived = a waiver of aid
    .effect = the award counts so much in periods that end on or after the day of the waiver and of the repayment; earlier verdicts stand
event_award_withdrawn = the withdrawal of an award
    .effect = the award counts so much in periods that end on or after the date stated; earlier verdicts stand
event_award_corrected = the correction of an award
    .effect = from here on the award counts as corrected; earlier verdicts stand
event_award_drawn = a use of part of an award
    .effect = what was drawn is noted and does not count again
event_usage_reported = a report of how much of an award was used
    .effect = what was used is noted and does not count again
event_credits_expired = the expiry of unused credits
    .effect = where the right to them lapsed, the award counts so much in periods that end on or after the date stated; earlier verdicts stand
event_award_set = several grants of which all or none are admitted
    .effect = from here on all these awards are part of their recipients' histories
event_award_repaid = what is still outstanding of a loan or an investment
    .effect = it is on record; the award is what it was
event_duty_done = the doing of a duty
    .effect = it is on record that it was done, where and when
event_request_received = a request for information
    .effect = it is on record from when it has to be answered
event_award_disputed = an objection to an award
    .effect = the award is marked as disputed and counts as before
event_dispute_lodged = a dispute about an award
    .effect = the award is marked as disputed and counts as before
event_project_opened = the opening of a project
    .effect = from here on grants may name the project
event_project_amended = an amendment to a project
    .effect = { kept_as_it_is }
event_application_received = the receipt of an application
    .effect = { kept_as_it_is }
event_application_reduced = a reduction of an application
    .effect = { kept_as_it_is }
event_application_closed = the end of an application
    .effect = { kept_as_it_is }
event_declaration_received = an applicant's declaration of other aid
    .effect = from here on grants to the undertaking find this declaration
event_notice_served = a notice to a recipient
    .effect = { kept_as_it_is }
event_register_receipt = the receipt of a register
    .effect = { kept_as_it_is }
event_publication_made = a publication
    .effect = { kept_as_it_is }
event_statement_retracted = the retraction of an earlier statement
    .effect = from here on the statement is treated as if it had never been made; earlier verdicts stand
event_review_decided = the decision of a person
    .effect = from here on what was decided holds; earlier verdicts stand
event_finding_raised = a finding of an auditor
    .effect = { kept_as_it_is }
event_finding_closed = the end of a finding
    .effect = { kept_as_it_is }
event_subject_erased = the erasure of personal data
    .effect = { kept_as_it_is }

### Codes, with where each is written and what can be done

# Where a rule of a pack stands behind a code or flag, an explanation cites that rule; this stands where none was found.
by_rule = the rule of the adopted pack
code_not_authorised = the signer's role may not make this kind of statement
    .citation = contract: roles
    .way_out = let a party with the role sign it; ask the operator for the role
code_not_yours = the object belongs to another party
    .citation = contract: ownership
    .way_out = the party that signed the object must sign this too
code_no_mandate = no mandate for this { -granting-authority } and { -member-state } covers the { -date-of-grant }
    .citation = contract: mandates; 2831 Art. 6
    .way_out = have the mandate recorded with its dates, or correct authority, State or date
code_unknown_party = no such party in this ledger
    .citation = contract
    .way_out = check the spelling; have it admitted first
code_party_exists = a party of this id is admitted already
    .citation = contract
    .way_out = add a key or mandate to it instead
code_unknown_key = no such key in this ledger
    .citation = contract
    .way_out = check the kid
code_key_in_use = this key is or was a party's or one of the ledger's own, for ever
    .citation = contract: one key, one purpose
    .way_out = make a new key
code_last_key = it is the party's only active key
    .citation = contract
    .way_out = add the new key first, then revoke the old
code_unknown_reference = what the event refers to (an event, a review, a table) is not recorded
    .citation = contract
    .way_out = record it first, or correct the reference
code_four_eyes = the party asks for two keys: what one of them reserves another confirms, and nothing is granted by one alone
    .citation = contract: party.policy-set
    .way_out = reserve it (`award.reserved`) and let a colleague confirm it with another key (`award.confirmed`); a new key is added by the operator
code_semantics_unsupported = this build does not judge by that number, or while it is 0 not by the rules of that digest
    .citation = contract: engine.adopted
    .way_out = upgrade first, then adopt what the new build has: `aidledger engine adopt`
code_unknown_undertaking = no undertaking of this id is registered
    .citation = contract: ids
    .way_out = whoever grants, or a register, registers it first (undertaking.registered); then send this again as a new event with an id of its own; check scheme and country
code_unknown_award = no award of this id is recorded
    .citation = contract: ids
    .way_out = check party and local id; record it first
code_unknown_project = no project of this id is recorded
    .citation = contract: ids
    .way_out = open the project first
code_unknown_scheme = no scheme of this id is registered
    .citation = contract: ids
    .way_out = register the scheme first
code_award_id_used = the award id is taken by an award that took effect
    .citation = contract: ids
    .way_out = use another award id; to change an award, correct it
code_identifier_in_use = an identifier belongs to another undertaking
    .citation = contract: ids
    .way_out = correct it, or have both identified as one
code_contradicts_record = what is stated can't be true together with what is on record
    .citation = contract: consistency
    .way_out = compare with the entries that the explanation names; correct the statement, or take the earlier one back (statement.retracted)
code_pack_missing = the pack's bytes are not published here, or differ from the digest
    .citation = contract: packs
    .way_out = publish the pack's bytes, then adopt it
code_unknown_currency_rate = no published rate holds on the { -date-of-grant }, and the currency has no irrevocable one
    .citation = { by_rule }
    .way_out = the rule authority publishes the rate (aidledger reference import --table fx, with the central bank's file); then send this again as a new event with an id of its own; or whoever grants states the amount in euro
code_unknown_price = no price for this system and date, and none in the event
    .citation = 2831 Art. 4(1)
    .way_out = state the price of a unit with its evidence, or have the price published
code_regime_not_in_force = the act does not cover grants of this date
    .citation = { by_rule }
    .way_out = use the act in force on the { -date-of-grant }; past acts only in reports
code_scheme_only = exempt only as aid under a scheme
    .citation = GBER Art. 21(1), 21a(1), 22(1)
    .way_out = grant under a scheme; another article; notify to the Commission
code_scheme_not_exempt = the scheme itself is outside: its budget, a missing clause on recovery, or its end
    .citation = GBER Art. 1(2)(a), 1(4)(a), 58
    .way_out = another scheme; an evaluation plan; notify to the Commission
code_excluded_sector = the activity is outside the act
    .citation = { by_rule }
    .way_out = the sector's own act; or aid for another activity, with the activities or costs kept apart
code_conditions_excluded = tied to exports, to domestic goods, or to price or quantity in the excluded cases; or no { -sgei } is named
    .citation = { by_rule }
    .way_out = remove the condition from the aid; name the service, or grant under a regime that asks for none
code_condition_not_met = a condition of the article that is no limit is not met
    .citation = GBER Ch. III
    .way_out = meet it, or grant under another article
code_cost_not_eligible = a cost is of a kind that the article does not list
    .citation = GBER Ch. III
    .way_out = leave the line out, or grant under another article
code_not_transparent_aid = the equivalent cannot be computed exactly beforehand: capital or a cap above the { -ceiling }, or neither figure nor cap
    .citation = 2831 Art. 4(1), 4(4), 4(8); 2832 Art. 4(7)
    .way_out = state the figure; a smaller injection; for another instrument a cap within the { -ceiling } (a cap changes nothing of loans, guarantees and capital)
code_safe_harbour_not_met = loan or guarantee outside the conditions of the formula, or of a large undertaking without a rating of B- or better, by whichever method
    .citation = { by_rule }
    .way_out = whoever grants changes the terms and sends a new event with an id of its own: for a loan more collateral or a smaller or shorter loan, or the method reference-rate with its rate where a formula of the State is on record; for a guarantee a smaller share, amount or term, or losses borne in proportion
code_insolvency = subject to, or fulfilling the criteria for, { -insolvency }
    .citation = { by_rule }
    .way_out = another form of aid; none under this article
code_undertaking_in_difficulty = in difficulty, and no exception applies
    .citation = GBER Art. 1(4)(c), 2(18)
    .way_out = newer accounts; { -de-minimis-aid } has no such condition
code_outstanding_recovery_order = aid ordered back by a Commission decision is unpaid in this { -member-state }
    .citation = GBER Art. 1(4)(a)
    .way_out = pay principal and interest
code_not_an_sme = the article is for { -sme }
    .citation = GBER Art. 2(2), Annex I
    .way_out = another article; newer accounts and holdings
code_not_a_startup = not an eligible undertaking for start-up aid
    .citation = GBER Art. 22(2)
    .way_out = another article
code_not_eligible_undertaking = not one of the undertakings that the article is for
    .citation = GBER Art. 21(3)
    .way_out = another article
code_not_entitled_to_access = no right to this access, or not free of charge
    .citation = Reg. (EU) 2021/1173 Art. 16, 17(6), 12b(15)
    .way_out = pay the price; another kind of access; another share of the time
code_no_incentive_effect = works started before the application
    .citation = GBER Art. 6
    .way_out = only costs of a project not yet started
code_declaration_missing = no declaration of other { -de-minimis-aid } while no register covers the years it is about; refuses only where the ledger enforces it
    .citation = { by_rule }
    .way_out = obtain and record it
code_reservation_expired = the reservation to be confirmed has run out
    .citation = contract: reservations
    .way_out = reserve or grant anew
code_ceiling_exceeded = with this award the { -single-undertaking } would exceed the { -ceiling } in this { -member-state } in some period that is added up; the whole award fails
    .citation = { by_rule }
    .way_out = a smaller amount, a later date (the answer to a headroom question names both), waiving earlier aid first, or another regime
code_sgei_ceiling_exceeded = with this award the { -single-undertaking } would exceed the { -ceiling } for { -sgei(form: "pl") } in this { -member-state } in some period that is added up; the whole award fails
    .citation = { by_rule }
    .way_out = a smaller amount, a later date, or another regime
code_sector_ceiling_exceeded = with this award the { -single-undertaking } would exceed the { -ceiling } for agriculture or fisheries in this { -member-state } in some period that is added up; the whole award fails
    .citation = Reg. (EU) No 1408/2013, 717/2014 Art. 3
    .way_out = a smaller amount, a later date, or another regime
code_national_cap_exceeded = the { -member-state }'s own cap for the sector is used up
    .citation = Reg. (EU) No 1408/2013, 717/2014, annexes
    .way_out = wait for the window; another regime
code_lifetime_amount_exceeded = the amount per undertaking over its eligibility is used up
    .citation = GBER Art. 22(3)-(5), (7)
    .way_out = a smaller amount; another article
code_intensity_exceeded = aid is a larger share of { -eligible-costs } than allowed
    .citation = GBER Ch. III
    .way_out = less aid, or more { -eligible-costs }
code_cumulation_exceeded = with other aid on the same costs the limit is exceeded, or the same { -sgei } is paid for already
    .citation = { by_rule }
    .way_out = aid for another service, or under another regime
code_notification_threshold_exceeded = above the amount that is exempt
    .citation = GBER Art. 4
    .way_out = notify to the Commission
code_share_exhausted = the system's share for this use is used up
    .citation = pack ai-factories
    .way_out = the next period, or another share
code_policy_limit = a limit that a policy sets beyond the law
    .citation = the adopted policy pack
    .way_out = as the policy says; never presented as law
code_order_ambiguous = fits without same-day reported or conferred awards and exceeds with them; their order is not known
    .citation = 2831 Art. 6(4)
    .way_out = settle the order, or grant on another day
code_uncounted_award_in_window = the group holds an award in the window whose figure or beneficiary is not known
    .citation = 2831 Art. 6(4)
    .way_out = have the register restate it
code_not_covered = no rule of the adopted packs covers this case
    .citation = contract: packs
    .way_out = another regime; a pack that covers it
code_needs_review = a person has to look: a circle of control, links that only others stated, two handles with one number, or an open question
    .citation = contract: review
    .way_out = the rule authority decides, never the host concerned

### Flags, with where each comes from

flag_granted_without_check = conferred before it was filed: the { -ceiling } was not tested beforehand
    .source = 2831 Art. 6(4)
flag_over_ceiling = takes effect and stands over a limit
    .source = { by_rule }
flag_own_award_reported = an own award filed as a report: treated as conferred
    .source = contract: reports
flag_boundary_dispute = whether the first day of the window counts decides the outcome; both readings are shown
    .source = interpretation
flag_late_registration = registered more { -working-days } after the grant than the rule allows; where holidays are calculated or missing, only a lateness that no list could undo is said
    .source = { by_rule }
flag_possible_duplicate = same undertaking, date and amount as another award, not matched
    .source = contract: matching
flag_sources_differ = the same award seen twice, and date, legal basis or figure differ; in each window the highest that counts there counts
    .source = contract: matching
flag_uncounted = no figure or beneficiary could be resolved; headroom is an upper bound
    .source = contract: reports
flag_group_evidence_weak = turns on a control link that is only declared
    .source = 2831 Art. 2(2)
flag_group_not_attested = nobody has stated that the group was searched
    .source = 2831 Art. 6(4)
flag_group_cross_border = turns on a control link through another { -member-state }
    .source = 2831 Art. 2(2), rec. 5
flag_identity_not_matched = a { -natural-person }'s handle could not be matched across parties
    .source = contract: persons
flag_identity_not_anchored = the undertaking has no register identifier
    .source = contract: ids
flag_interpretation = turns on a rule marked as interpretation
    .source = the pack
flag_declaration_missing = no declaration of other { -de-minimis-aid } is recorded while no register covers the years it is about
    .source = { by_rule }
flag_publication_due = the grant is above the amount from which its act asks for publication; which day it is due, `aid-audit duties` says
    .source = GBER Art. 9
flag_benefit_not_repaid = a reduction counts less than value used minus principal repaid would allow
    .source = contract: reductions
flag_draw_exceeds_award = more was drawn than awarded
    .source = contract: usage
flag_gge_differs_from_declared = our figure for the equivalent is not the declared one
    .source = 2831 Art. 3(5)
flag_beside_unknown_regime = beside an award of a legal basis that nobody knows: it may be { -de-minimis-aid }, and is not counted
    .source = 2831 Art. 6(4)
flag_link_not_declared = somebody has the majority of the votes and no link is declared; on a grant: the answer turns on it
    .source = 2831 Art. 2(2)(a)
flag_group_natural_person = turns on whether enterprises of one { -natural-person } are one undertaking, which is open in law
    .source = 2831 Art. 2(2)
flag_split_undivided = the equity of the split can't divide: every successor holds the whole of an award until it is attributed
    .source = 2831 Art. 3(9)
flag_claim_doubtful = counts as it claims, and cannot be under that act by what is stated of it: its date, its activity, a condition, or no service named
    .source = 2831 Art. 1(1), 7(3); 2832 Art. 1(1)
flag_reference_old = found with a { -base-rate } that is more than a year old
    .source = 2831 Art. 3(6); Reg. (EC) No 794/2004 Art. 9(4)
flag_national_total_unknown = no total of the { -member-state } is on record for a national cap, so this ledger alone can't tell whether it is full
    .source = Reg. (EU) No 1408/2013, 717/2014 Art. 3(3)
flag_size_contradicted = the size stated is not the one that the accounts give
    .source = GBER Annex I
flag_exempt_by_later_text = exempt by a later text of the regulation, not by that of its day
    .source = GBER Art. 58(1)
flag_old_terms = exempt by the terms before an amendment, which schemes keep for a while
    .source = GBER Art. 58(5)

### What has to be done by when

duty_due = due
duty_latest = latest
duty_keep_until = keep until
duty_status = status
duty_name = duty
duty_of = of
duty_about = about
duty_state = state
duty_by = by
duty_done = done
duty_certain = certain
duty_article = article
duty_yes = yes
duty_no = no
duty_line_status = status { $status }
duty_line_by = by { $by }
duty_line_latest = latest { $on }
duty_line_earliest = not certain: the earliest that it can be

### The headroom page

page_left = { $bound ->
    [yes] at most EUR { $remaining } left
   *[no] EUR { $remaining } left
  }
page_of = Headroom of { $undertaking }
page_terms = on { $on } for aid{ $state_given ->
    [yes] { " " }granted by { $state }
   *[no] { "" }
  } under { $regime }, of a { -ceiling } of EUR { $ceiling }.
page_used = EUR { $used } are used by aid { granted_between }.
page_own = By aid { granted_between }, EUR { $used } are used; the period above is fuller, and it holds the date too.
page_more = More from { $on } on: EUR { $remaining } left then.
page_view = As grants of { $party } are judged, with what it stated itself.
page_everybody = By what everybody relies on, EUR { $remaining } are left.
page_exceeded = The { -ceiling } is exceeded by EUR { $excess }.
page_no_release = No counted award leaves the window after this date.
page_coverage = { $from_given ->
    [yes] { $regime }: a register covers it since { $from }; { $uncounted } awards without a figure, { $unknown } under an unknown regime
   *[no] { $regime }: no register is known to cover it; a declaration of other aid is needed; { $uncounted } awards without a figure, { $unknown } under an unknown regime
  }

### Headings and labels of pages

page_title = { $title } - AidLedger
page_skip = Skip to the content
page_navigation = Main
page_headroom = Headroom
page_interface = Interface
page_codes = Codes
page_checkpoint = Checkpoint
page_footer = What was known at a checkpoint; no legal advice and no clearance.
page_languages = Languages
terms_unverified = terms of this translation are not verified against the Official Journal
page_question = How much aid is still possible?
page_again = Ask again
page_fault = { $message }: { $hint }
page_why = Why
page_entry = entry { $position }
page_releases = When more frees up
page_as_known = As the awards known now stand
page_on = On
page_frees_up = Frees up, EUR
page_left_then = Left then, EUR
page_rests_on = What this rests on
page_check = Check it yourself
page_no_trust = This needs no trust in this server: the figures are made again from the signed entries.
page_undertaking = Undertaking
page_undertaking_such = such as NID:FI:1234567-1
page_state = Granting State
page_state_usual = the one that has granted
page_regime = Regime
page_regime_of = { $title } ({ $act })
page_date = Date of the grant
page_date_empty = empty: today
page_party = As grants of
page_party_empty = a party's id; empty: by what everybody relies on
page_purpose = What for
page_purpose_kept = asked of hosting entities; it is recorded
page_show = Show the headroom
page_which_route = Which route?
page_amount = Amount planned, EUR
page_amount_such = such as 37000.00: which regimes carry it; empty for none
page_document = The whole of it as OpenAPI 3.1
page_conventions = Money is a decimal string; dates are civil dates of the granting State; every problem links to its explanation.
page_routes = Routes
page_routes_whose = Routes and who may use them
page_route = Route
page_what = What
page_table = Table
page_errors = Codes, flags and problems

### Problems: what a server answers instead

# Titles

problem_too_large = The body is too large
problem_quota_exceeded = Too many requests
problem_malformed = The request is malformed
problem_wrong_ledger = The statement is for another ledger
problem_granted_before_statement = The grant is older than its statement
problem_unknown_signer = The signer is not known here
problem_key_revoked = The key is revoked
problem_bad_signature = The signature does not verify
problem_party_suspended = The party is suspended
problem_event_id_reused = The event id was used for other bytes
problem_read_only = No statements are taken now
problem_token_required = A token is required
problem_not_allowed = Not for this caller
problem_not_found = Not found
problem_method_not_allowed = The path has other methods
problem_request_timeout = The body did not arrive in time
problem_pack_mismatch = The bytes are not the pack of that name
problem_unsupported_media_type = Another media type is wanted
problem_state_needed = The granting State is needed
problem_no_ceiling = No { -ceiling } is known
problem_index_behind = The read side is behind or closed
problem_look_not_recorded = Nothing is shown that can't be recorded
problem_too_busy = Too many requests at once
problem_internal = The server failed

# Details

why_address_busy = too many requests from this address in a minute
why_batch_long = { $count } lines, at most { $most } are taken; send several batches
why_batches_busy = too many batches at once; send this one again
why_body_large = at most { $most } bytes are taken here
why_body_late = send the whole body without long pauses
why_entry_unreadable = the entry at position { $position } can't be read: { $why }
why_foreign_lines = more than { $most } lines are no statements: from here on none was looked at
why_in_hand = too many requests are in hand
why_log_unreadable = the log cannot be read here; the server's log says why
why_look_not_kept = nothing is shown that can't be recorded; the server's log says why
why_looks_unreadable = the record of looks can't be read here; the server's log says why
why_media = send it as one of: { $media }
why_no_answer = the answer could not be made; see the server's log
why_no_body = a batch has a body
why_no_entry = no entry at position { $position }
why_no_file = no such file of the log; partial tiles exist for published checkpoints only
why_no_json = its payload is no JSON
why_no_party = the ledger has no party `{ $party }`
why_not_cosigned = no checkpoint of such a log was cosigned here
why_everybodys_view = an applicant is answered by what everybody relies on
why_own_view = the token answers in the view of `{ $own }` only, not of `{ $named }`; leave `as-party` out
why_own_duties = the token answers the duties of `{ $own }` only, not of `{ $named }`; leave `party` out
why_only_pseudonyms = no such route; POST /v1/pseudonyms is the one there is
why_no_register_key = this register has no key for that State
why_who_may_ask = the log that says who may ask can't be read now
why_host_needed = a hosting entity's token is needed here
why_asked_often = this party has asked as often as it may in an hour
why_asker_not_recorded = who asks can't be recorded now, so nothing is answered
why_no_path = no such path; GET /docs lists them
why_not_open = this ledger is not open: ask GET /v1/undertakings/{"{"}id{"}"}/headroom with a token
why_not_recorded = not recorded now; send the same bytes again in a moment
why_other_host = an open ledger answers under 127.0.0.1, [::1] and localhost only
why_other_method = the header Allow names the methods of this path
why_own_group = the token opens its own undertaking and group only
why_own_looks = the token opens looks at its own undertaking only
why_own_statements = the token opens its own party's statements only
why_pack_not_kept = not kept now; send the same bytes again in a moment
why_past_door = a handler was reached past its door
why_reads_busy = too many reads at once
why_role = the role { $role } may not use this route
why_room_full = too much is on its way in; send this again
why_short = the machine is short of something now; ask again in a moment
why_streams_busy = too many streams are open; read /v1/events
why_token_closed = the token opens nothing here: not this ledger's, or no longer good
why_token_needed = this route needs a token: Authorization: Bearer <token>
why_until_looked = nothing is recorded until the operator has looked; the server's log says why
why_until_restart = nothing is recorded until a restart; the server's log says why
### What a code is about in a statement

sentence_about = { $meaning }: { $about }
to_be_done = what can be done: { $way }
all_said = { $said }
about_listed = { $names }
about_role = { $kind } is signed by { $wanted }; { $party } has the roles { $has }
about_owner = { $named }, stated by { $party }
about_mandate = { $party } for { $authority }{ in_state } on { $on }
about_base_rate = the { -base-rate }{ in_state } for { $on }
about_taken = { $award } of { $on }, at position { $position }
about_record = { $award } of { $on } is on record at position { $position }{ $gge_given ->
    [yes] { " " }with EUR { $gge }
   *[no] { "" }
  }
about_expired = { $award } ran out on { $until }, before { $on }
about_act = { $regime } on { $on }
about_sector = NACE { $nace } under { $regime }
about_conditions = { $conditions } under { $regime }
about_price = one { $unit } of { $system } on { $on }
about_rate = { $currency } on { $on }
about_service = the service { $service }, for which there { $count ->
    [one] is 1 other award
   *[other] are { $count } other awards
  }{ $named_given ->
    [yes] , among them { $named }
   *[no] { "" }
  }
about_whom = { $undertaking } on { $on }
about_form = aid as { $form } under { $regime } on { $on }
about_ceiling = EUR { $after } of EUR { $limit } used with it{ in_state }{ $from_given ->
    [yes] , granted from { $from } to { $to }
   *[no] { $to_given ->
        [yes] , granted up to { $to }
       *[no] { "" }
      }
  }
about_day = { $on }
about_waiting = { awards }{ $named_given ->
    [yes] , among them { $named }
   *[no] { "" }
  }
about_circle = { $controlled } controls { $controller } already
about_others = with what other parties stated of who belongs together it would be refused
about_separated = whether activities and costs are kept apart
about_range = the aid has no highest figure

### The problem of a statement without effect

refused = Refused
deferred = Deferred: a person must decide
recorded_as = recorded at position { $position } as { $outcome }: { $code }
room_left = the { -ceiling(form: "pl") } leave EUR { $largest } on that date
fits_on = the full amount fits from { $day } on
as_said = { $text }
above_the_ceiling = the full amount never fits: EUR { $amount } are more than the { -ceiling } of EUR { $ceiling }
no_date = the full amount fits on no day that is known{ $last_given ->
    [yes] : nothing can be granted under { $regime } after { $last }
   *[no] { " " }under { $regime }
  }
waive_first = it fits if { $awards } is waived before, and what was used of it paid back
other_regime = under { $regime } this grant would be admitted, where EUR { $remaining } are left

### What `submit` says of each statement

sent_line = { $name_given ->
    [yes] line { $line }, { $name }: { $said }
   *[no] line { $line }: { $said }
  }
sent_known = { $said } (sent by an earlier run)
sent_admitted = admitted at position { $position }
sent_recorded = recorded at position { $position }
sent_reported = recorded at position { $position }; a report asks nobody and counts, whatever the { -ceiling }
sent_conferred = recorded at position { $position }; what was conferred already asks nobody and counts, whatever the { -ceiling }
sent_refused = REFUSED at position { $position }, without effect: { $why }
sent_deferred = DEFERRED at position { $position }, without effect until a person decides: { $why }
sent_word = { $meaning } ({ $word })
sent_left = { $state_given ->
    [yes] EUR { $left } of EUR { $limit } is left after it in { $state } (window { $from } to { $to })
   *[no] EUR { $left } of EUR { $limit } is left after it (window { $from } to { $to })
  }
sent_over = { $state_given ->
    [yes] with it EUR { $after } of EUR { $limit } in { $state } (window { $from } to { $to }), EUR { $excess } too much
   *[no] with it EUR { $after } of EUR { $limit } (window { $from } to { $to }), EUR { $excess } too much
  }
sent_left_unknown = how much is left after it is not known: an award in the window has no known figure
sent_worth = { $said }: { $worth }
sent_note = note: { $note }
sent_way_out = way out: { $way }
way_now = up to EUR { $largest } fits now, as a new event with an id of its own
way_nothing_now = nothing fits on that date, however small
way_day = all of it fits on { $day }, as the awards known now stand
way_waive = EUR { $amount } of earlier aid waived, and repaid, before the grant (award.waived by the party that granted it)
way_waive_award = { $award } counts EUR { $counted } there and could be waived
way_explain = why, step by step: aid-audit explain { $source } --position { $position }
way_regime = { $regime } leaves EUR { $remaining }, where its own conditions hold
sent_turned_away = TURNED AWAY with { $status } { $code }, nothing recorded: { $detail }
sent_not_sent = NOT SENT: { $why }
sent_fault = { $pointer }: { $message }; { $hint }
sent_counts = { $lines ->
    [one] 1 statement
   *[other] { $lines } statements
  }, { $known } of them sent by an earlier run
sent_became = admitted { $admitted }, recorded { $recorded }, refused { $refused }, deferred { $deferred }, turned away { $turned_away }, not sent { $not_sent }
sent_receipts = receipts: { $folder }
sent_ends = exit code { $code }: { $meaning }
sent_all = every statement took effect
sent_some_without_effect = every statement has a receipt, and some took no effect
sent_some_without_receipt = some statements have no receipt; mend them or run the command again

### What an audit says

exit_sound = sound within the scope below
exit_could_not_run = could not run: something cannot be read
exit_unsound = PROVEN UNSOUND
exit_verdict_differs = sound bytes, but a verdict differs on replay
exit_incomplete = incomplete: something is missing, not reproducible or not pinned
exit_state_corrupt = the auditor's own state is corrupt
exit_packs_differ = the packs compared judge differently
verdict_differs = { $citation_given ->
    [yes] the verdict differs in `{ $member }` ({ $citation })
   *[no] the verdict differs in `{ $member }`
  }
differs = DIFFERS from what is recorded
judged_by_other_build = the verdicts from here on were made by the rules of another build (release { $release }, digest { $theirs }; this build's is { $ours }): while semantics is 0 no build promises the verdicts of another, so they are not reproduced; verify with that build
written_by_other_build = written by another build (release { $release }), and this one cannot read it: { $error }; while semantics is 0 no build promises to read what another wrote; verify with that build
semantics_unknown = this release does not know the semantics { $semantics } in force here: verdicts from here on are not reproduced
rules_to_adopt = the rules in force are those of another build (release { $release }): nothing is recorded until the rule authority adopts this build's with `aidledger engine adopt`
line_stated = { $event } by { $party }
line_award = { $award }{ $beneficiary_given ->
    [yes] { " " }of { $beneficiary }
   *[no] { "" }
  }{ $on_given ->
    [yes] { " " }granted { $on }
   *[no] { "" }
  }
check_line = { $rule } { $from } to { $to }: { $after } of { $limit }, { $left } left
checked_head = the checkpoint over { $size } entries is signed by a key that the log names at that size
checked_tree = every bundle, every hash tile of every level and the root follow from the entries
checked_entries = the first { $entries } entries: signature, key and party active at the position, authority, no event id twice
checked_verdicts = { $verdicts } verdicts recomputed from the statements and the adopted packs
checked_consistency = consistency with { $name } ({ $size } entries)
checked_cosigned = cosigned by { $witnesses }
open_without_head = anything else: without a readable checkpoint nothing says how far the log goes
open_entries = entries { $from } to { $to }: they could not be replayed
open_verdicts = { $verdicts } verdicts that are not this build's to recompute ({ $same } of them it would give too)
open_semantics = semantics 0: no promise that a later release recomputes these verdicts
open_whose = whose log this is: seen for the first time, it pinned its own id
open_other_histories = whether others were shown another history: no witness quorum was asked for
open_rollback = whether the log was rolled back: no earlier head is known
open_left_out = whether every award was submitted: a log proves what is in it, not what was left out
open_truth = whether what signers state is true, and whether the packs state the law rightly
open_clock = the server's clock: the times of recording are its word, only their order is checked
open_journal = the journal and the index of the server: `aidledger fsck` reads those

### The list of a log

list_position = position
list_recorded = recorded
list_type = type
list_party = party
list_award = award
list_beneficiary = beneficiary
list_granted = granted
list_outcome = outcome
list_gge = gge
list_remarks = remarks

### The report of an audit, and what it finds

report_title = Audit report
report_answer = { $meaning } (exit { $code })
report_source = source
report_ledger = ledger
report_origin = origin
report_pinned_by = pinned by
report_size = size
report_root = root
report_not_reproduced = not reproduced
report_unknown = unknown
report_nothing = nothing
report_findings = findings ({ $count })
report_finding = { $kind }: { $what }
report_entries = entries
report_counts = { $event }: { $outcomes }
report_count = { $count } { $outcome }
report_bypasses = bypasses of the check ({ $count })
report_interpretations = decided by interpretation ({ $count })
report_compromised = signed by a compromised key ({ $count })
report_governance = governance ({ $count })
report_checked = checked
report_not_checked = NOT checked
report_none = none
report_more = .. the report in JSON has more
note_signed_by = signed by `{ $kid }`
note_subject = { $event } { $subject } by { $party }
note_bypass = { $flag }: { $subject }
note_interpretation = { $flag } under { $rules }: { $outcome }, { $subject }
found_in_file = `{ $file }`: { $what }
found_at_byte = `{ $file }` byte { $offset }: { $what }
found_at = position { $position }: { $what }
found_both = { $what }: recorded { $recorded }, recomputed { $recomputed }
found_none = none
found_no_head = no head is published
found_no_utf8 = not UTF-8
found_rolled_back = rolled back: { $name } has { $size } entries, this log shows { $shown }
found_two_histories = two histories: { $name } has the root { $root } at size { $size }, this log has { $own }; keep both
found_root = root signed { $signed }, root computed { $computed } over { $size } entries
found_unfounded = no founding entry could be replayed, so that no key of this log is known
found_origin = its origin is `{ $origin }`, the ledger's is `{ $own }`
found_signature = { $error }; key ids found { $keys }, allowed here { $allowed }
found_no_key_line = the verifier key line is not there
found_key_line = key id { $key }, where the log has { $allowed }
found_other_ledger = another ledger than before: this place showed `{ $before }`, now it shows `{ $own }`
found_no_ledger = cannot be told from the ledger `{ $id }` asked for
found_not_asked = this is the ledger `{ $own }`, not `{ $id }` as asked for
found_unpinned = nothing says that `{ $own }` is the log you mean: give its id or key (--log) or a policy
found_rotated = the log no longer signs with the key asked for; pin its ledger id to follow the rotation
found_not_by_key = { $error }: asked for was key id { $key }
found_no_quorum = the policy's witness quorum is not met; cosigned: { $names }
found_not_by_policy = not by a log of the policy: { $error }
found_gone = { $what }: entries { $first } to { $last } are not there to be replayed
found_leaf = its leaf hash is { $computed }, `{ $tile }` has { $stated }
found_tile = it has { $stated }, the entry in `{ $bundle }` has { $computed }
found_node = it has { $stated }, the entries { $first } to { $last } under it have { $computed }
found_pack_digest = the bytes of pack { $pack } have the digest { $computed }
found_pack_unread = this release cannot compile pack { $pack }: { $fault }
found_no_pack = the bytes of pack { $pack } are not there
found_from_here = { $what }; verdicts from here on cannot be recomputed

### The class of an enterprise by size

class_micro = micro
class_small = small
class_medium = medium-sized
class_large = no SME
size_perhaps = { $class } or larger
size_class = { $undertaking } on { $on }: { $class }
size_open = { $undertaking } on { $on }: the class can't be told from what is on record; { $best } at the smallest, { $worst } at the largest
size_public = public bodies hold { $capital } % of the capital and { $votes } % of the votes, investors of the list left out: { $bars ->
    [yes] this is no SME, whatever its figures
   *[no] with what is not on record this might be no SME, whatever its figures
  }
size_declared = no accounts are on record; the class is the one that was stated, which is relied on in good faith and may be checked
size_contradicted = { $stated } was stated; the accounts give another class
size_readings = two readings: by who is linked on the day asked for { $day }, by who was linked on the last day of each period { $closing }; which one decides is a parameter of interpretation
size_more_than_whole = more than all of the capital or of the votes of { $undertaking } is said to be held; a statement is wrong
size_sum = { $awu } annual work units, turnover EUR { $turnover }, balance sheet total EUR { $balance }{ $complete ->
    [yes] { "" }
   *[no] { " " }at least, for some figures are missing
  }
size_total = together: { $sum }
size_itself = { $undertaking } itself, accounts of { $year }: { $sum }
size_linked = { $undertaking }, linked, in full, accounts of { $year }: { $sum }
size_partner = { $undertaking }, partner or linked to one, { $percent } % of its accounts of { $year }: { $sum }
size_consolidated = { $undertaking }: inside the consolidated accounts of another, not added again
size_no_accounts = { $undertaking }: no accounts on record, of which { $percent } % would be added
size_period = period { $year }, closed on { $closed_on }{ $estimate ->
    [yes] { " " }(estimate)
   *[no] { "" }
  }: { $sum }; by itself { $class }
size_no_period = a period is not on record: whatever it was
size_missing = missing: { $what }
size_missing_own = accounts of the enterprise itself; state them
size_missing_accounts = accounts of { $undertaking } for the latest period; state them
size_missing_period = accounts of linked enterprises or partners for the period { $year }; state them
size_missing_own_period = accounts of the enterprise for a year between or after those on record; state them
size_missing_rate = an exchange rate for the accounts of { $undertaking }; publish it
size_missing_market = whether { $one } and { $other }, which the same persons control, are in the same or an adjacent market; state it
size_missing_authority = budget and inhabitants of { $undertaking }; state them
size_missing_invested = what business angels have invested in { $undertaking }; state it
size_unknown = nothing is recorded under { $undertaking }

### Recovery interest

interest_owed = { $decision } against { $undertaking }: { $owed } is owed on { $on }, principal { $principal } and interest { $interest }
interest_unknown = { $decision } against { $undertaking }: what is owed on { $on } can't be told; principal { $principal }, and the interest has no figure, which is not nought
interest_no_rate = no { -base-rate } of the State that recovers is on record for { $on }; publish it
interest_no_day_count = the order counts days by { $count }, which is not known here; known are { $known }
interest_by_analogy = the rate is that of recovery decisions of the Commission; by analogy { $owed } would be owed, of which { $interest } is interest
interest_annulled = the decision was annulled on { $on }: nothing is owed under it
interest_suspended = recovery was suspended on { $on }; interest runs on until the aid is recovered
interest_overpaid = { $amount } was paid that was not owed
interest_no_order = no order to recover under { $decision } is on record
interest_step = { $from } to { $to }: { $rate } % a year ({ -base-rate } since { $from_rate }), for these days, on { $bearing }: { $accrued }
interest_whole_year = { $from } to { $to }: { $rate } % ({ -base-rate } since { $from_rate }), a whole year, on { $bearing }: { $accrued }
interest_mixed_money = a disposal or payment is in another currency than { $currency }, in which the order is
interest_reading = { $reading }: { $owed } would be owed
interest_reading_credit = payments credited the other way
interest_reading_february = the other anniversary of the last day of February in a leap year
interest_reading_below_zero = rates below zero the other way
