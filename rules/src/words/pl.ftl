# The Polish catalogue, in the register of the Official Journal. Keys, arguments and order are those of en.ftl; a term of the
# law stands as { -term } and is written in docs/reference/legal-terms.csv alone. Where a sentence begins and where it ends,
# capitals and full stops are as in en.ftl: most sentences are parts of longer ones. A date ends in `r.`: no full stop after it.

### What a pack leaves out

left_out = reguły coś tu pomijają: { $text } ({ $effect })

### Two choices of packs compared over a log

diff_entry = pozycja { $position }: { $kind }, strona { $party }, dotyczy { $subject }
diff_award = pomoc { $award }{ $whose_given ->
    [yes] { " " }dla { $whose }
   *[no] { "" }
  }{ $on_given ->
    [yes] , przyznana w dniu { $on }
   *[no] { "" }
  }
diff_member = { $member }: pierwszy { $a }, drugi { $b }
diff_headroom = dostępna kwota dla { $undertaking } na podstawie { $regime } (państwo: { $member_state }) w dniu { $on }: pierwsza { $a }; druga { $b }
diff_room = { $remaining } EUR z { $ceiling } EUR, { $excess } EUR powyżej
diff_no_room = brak odpowiedzi
diff_verdicts = rozstrzygnięcia: { $differ } z { $compared }
diff_rooms = dostępne kwoty: { $differ } z { $compared }
diff_sum = różnią się { $verdicts } oraz { $rooms }

### A pack as it is shown

show_title = { $pack } { $version }: { $title }
show_law = Czyje to prawo: { $whose }. Jak dalece można mu ufać: { $status }.
show_sha256 = Jego skrót (SHA-256), który podpisuje przyjęcie: { $sha256 }
show_on = Co obowiązuje przy przyznaniach w dniu { $on }, i nic poza tym.
show_rules = Reguły
show_rule = { $id }: { $title }
show_kind = co stanowi: { $kind }
show_cited = gdzie jest to zapisane: { $citation }
show_days = dla pomocy przyznanej od dnia { $from }{ $until_given ->
    [yes] { " " }do dnia { $until }
   *[no] , bez znanego końca
  }
show_stated = { $key }: { $value }
show_named_figure = { $name }{ $value_given ->
    [yes] { " " }({ $value })
   *[no] { "" }
  }
show_none = brak
show_figures = Wartości
show_figure = { $id }: { $title }
show_days_of_value = { $whose_given ->
    [yes] dla { $whose }, od dnia { $from }
   *[no] od dnia { $from }
  }{ $until_given ->
    [yes] { " " }do dnia { $until }
   *[no] { "" }
  }
show_value = { $days }: { $value }; { $citation }
show_amount = { $value } { $unit }
show_reading = Jest to wykładnia tekstu: { $note }
show_lists = Wykazy
show_list = { $id }: { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
    [many] { $rows } wierszy
   *[other] { $rows } wiersza
  }
show_not_modelled = Co pominięto
show_complete = Niczego nie wymieniono: pakiet podaje się za kompletny.
pack_word_jurisdiction_eu = Unii
pack_word_jurisdiction_member_state = { -member-state(form: "gen") }
pack_word_status_illustrative = poglądowy, sporządzony starannie, niesprawdzony przez prawnika
pack_word_status_reviewed = sprawdzony przez prawnika
pack_word_status_adopted = wprowadzony w życie przez własny organ do spraw reguł
pack_kind_window_cap = najwyższa kwota, jaką można posiadać w dowolnym okresie tylu lat
pack_kind_eligibility_in_force = dla przyznań z jakich dni można go stosować
pack_kind_eligibility_reservation_life = jak długo może trwać rezerwacja
pack_kind_eligibility_no_aid = z jakich powodów coś nie stanowi pomocy
pack_kind_cumulation_same_service = brak pomocy obok innej rekompensaty za tę samą usługę
pack_kind_cumulation_same_costs = pomoc na te same koszty łącznie nie wyższa niż koszty
pack_kind_cumulation_single_undertaking = kto stanowi { -single-undertaking }, gdy nie mówi o tym żaden { -ceiling }
pack_kind_exclusion = działalność, która nie jest obsługiwana
pack_kind_exclusion_serves = jedyny sektor, który jest obsługiwany
pack_kind_exclusion_statement = warunek, przy którym nie można go stosować
pack_kind_valuation_forex = jak stary może być kurs walutowy
pack_kind_valuation_conversion = po jakich kursach waluta jest przeliczana ostatecznie
pack_kind_valuation_loan_safe_harbour = ile warta jest pożyczka bez oceny jej ryzyka
pack_kind_valuation_guarantee_safe_harbour = ile warta jest gwarancja bez oceny jej ryzyka
pack_kind_valuation_loan_reference_rate = ile warta jest pożyczka według różnicy wobec { -reference-rate(form: "gen") }
pack_kind_valuation_discount = jak dyskontuje się przyszłe płatności
pack_kind_valuation_capital = do jakiej kwoty wniesienie kapitału jest przejrzyste
pack_kind_valuation_capped = do jakiej granicy inny instrument jest przejrzysty
pack_kind_valuation_funding = czyje środki uznaje się za środki państwa
pack_kind_duty_deadline = co należy zrobić do danego dnia
pack_kind_duty_retention = co należy przechowywać do danego dnia
pack_kind_duty_declaration = kiedy potrzebne jest oświadczenie o innej pomocy
pack_kind_duty_calendar = które dni są robocze i które terminy się przesuwają
pack_kind_national_cap = najwyższa kwota, jaką państwo może przyznać wszystkim łącznie
pack_kind_eligibility_separated = kiedy działalność nieobsługiwana nie wyklucza obsługiwanej
pack_kind_exclusion_fishery_purpose = cele w rybołówstwie, na które nie można go stosować
pack_kind_valuation_portfolio = ile dla pośrednika finansowego są warte gwarancje jego pożyczek
pack_key_regime = na podstawie
pack_key_regimes = na podstawie
pack_key_except = z wyłączeniem
pack_key_except_in_doubt = według wykładni tekstu z wyłączeniem
pack_key_note = uwaga
pack_key_status = charakter
pack_key_scope = czyja pomoc jest sumowana
pack_key_unit = czyje przyznania są sumowane
pack_key_window_years = lata okresu
pack_key_boundary = pierwszy dzień okresu
pack_key_ceiling = { -ceiling }
pack_key_code = odpowiedź na przyznanie, które wstrzymuje
pack_key_unlinked_through = posiadacze, przez których przedsiębiorstwa nie są powiązane
pack_key_cross_border = powiązania kontrolne przez granicę
pack_key_natural_persons = powiązania kontrolne osób fizycznych
pack_key_counts = co z wcześniejszej pomocy się wlicza
pack_key_mode = czy się wlicza
pack_key_legacy = czy wygasła
pack_key_tail = co można przyznać po upływie ważności
pack_key_until = do
pack_key_serves = obsługuje
pack_key_days = dni
pack_key_grounds = podstawy
pack_key_ground = podstawa
pack_key_test = co musi wynikać z oświadczenia
pack_key_state_aid = co jest tu pomocą państwa
pack_key_statement = warunek
pack_key_sectors = działalność, według wykazu
pack_key_max_age = największa liczba dni między kursem a przyznaniem
pack_key_rates = kursy
pack_key_short_amount = największa kwota dla krótszego okresu
pack_key_short_years = krótszy okres
pack_key_long_amount = największa kwota dla dłuższego okresu
pack_key_long_years = dłuższy okres
pack_key_least_band = najniższa ocena ratingowa dużego przedsiębiorstwa
pack_key_collateral_min = najniższe zabezpieczenie
pack_key_cover_max = najwyższe pokrycie
pack_key_formula = według jakiego wzoru
pack_key_years_decimals = miejsca dziesiętne, do których zaokrągla się lata
pack_key_margin = marża ponad stopę bazową
pack_key_base_rate_age = liczba dni, od której stopę bazową określa się jako starą
pack_key_year_days = dni roku
pack_key_limit = najwyższa kwota, która jest przejrzysta
pack_key_origins = środki, które się wlicza
pack_key_working_days = termin
pack_key_computed_from = opóźnienie, od którego jest zgłaszane, gdy dni wolne są obliczone
pack_key_missing_from = opóźnienie, od którego jest zgłaszane, gdy brak dni wolnych
pack_key_years = lata, które obejmuje oświadczenie lub rejestr
pack_key_name = jego nazwa
pack_key_starts = biegnie od
pack_key_by = kto ma to zrobić
pack_key_ticked_by = oświadczenie, które mówi, że to zrobiono
pack_key_about = czyj jest
pack_key_register = państw, których rejestr jest
pack_key_basis = pomocy przyznanej
pack_key_instruments = pomocy za pomocą instrumentów
pack_key_except_instruments = z wyłączeniem pomocy za pomocą instrumentów
pack_key_months = miesiące
pack_key_day = dzień następnego roku
pack_key_date = dzień
pack_key_wider_years = lata według szerszej wykładni
pack_key_fiscal_years = lata podatkowe
pack_key_roll = jego ostatni dzień, gdy nie jest dniem roboczym
pack_key_above = pomocy powyżej
pack_key_by_sector = powyżej innej kwoty dla niektórych rodzajów działalności
pack_key_activities = działalność, według wykazu
pack_key_weekend = dni tygodnia niebędące dniami roboczymi
pack_key_forward_roll = koniec terminu, który nie jest dniem roboczym
pack_key_look_back_roll = początek okresu liczonego wstecz
pack_key_beside = obok pomocy na podstawie
pack_key_caps = kwoty według państw, według wykazu
pack_key_ceiling_disputed = co niektórzy odczytują jako { -ceiling }
pack_key_excludes = wykluczona, gdy zależy od tego, co się
pack_key_fiscal_years_of = czyje to lata podatkowe
pack_key_gate = co wyklucza { -insolvency } lub niski rating
pack_key_losses = jak ponoszone są straty
pack_key_not_stated = gdy nic nie podano
pack_key_option = co obowiązuje, gdy państwo wybrało wyższy { -ceiling }
pack_key_option_only = tylko gdy państwo to wybrało
pack_key_product_sector = dla każdego sektora produktów osobno
pack_key_purposes = cele
pack_key_retroaction = obowiązuje wobec pomocy sprzed pierwszego dnia
pack_key_reviews = dla człowieka, gdy zależy od tego, co się
pack_key_share = część kwoty według państw
pack_key_small_loan = największa pożyczka portfela małych pożyczek
pack_key_spared = wyłączone
pack_key_sum = czy jest to { -ceiling } sumy z innymi aktami
pack_key_total = najwyższa łączna kwota pożyczek
pack_key_total_small = to samo dla małych pożyczek
pack_key_total_age = dni, po których podana suma jest stara
pack_key_word = wybór
pack_key_effect = co dzieje się z przyznaniem, którego to dotyczy
pack_key_forms = pomoc w formach
pack_word_effect_warn = udziela się odpowiedzi i mówi się o tym obok niej
pack_word_effect_refer = decyduje osoba
pack_word_effect_error = nie jest objęte
pack_word_forms_grant = dotacje
pack_word_forms_instalments = dotacje w ratach
pack_word_forms_interest_subsidy = dopłaty do odsetek
pack_word_forms_loan = pożyczki
pack_word_forms_guarantee = gwarancje
pack_word_forms_capital = kapitał
pack_word_forms_compute = czas obliczeniowy
pack_word_forms_credits = środki przedpłacone
pack_word_forms_service = usługi
pack_word_forms_portfolio = portfele gwarancji
pack_word_forms_declared = pomoc taka, jak ją zadeklarowano
pack_word_starts_grant = dnia przyznania
pack_word_starts_report = dnia otrzymania sprawozdania pośrednika
pack_word_starts_year_of_grant = końca roku przyznania
pack_word_starts_tax_declaration = dnia, w którym należna jest deklaracja podatkowa
pack_word_starts_scheme = dnia wejścia programu pomocowego w życie
pack_word_starts_last_aid_of_scheme = ostatniej pomocy w ramach programu
pack_word_starts_last_aid_of_provider = ostatniej pomocy udzielonej przez organ
pack_word_starts_request = dnia otrzymania wniosku
pack_word_starts_quarter = końca każdego kwartału
pack_word_starts_year = końca każdego roku
pack_word_starts_date = żadnego dnia: ostatni jest ustalony
pack_word_by_member_state = { -member-state }
pack_word_by_granting_authority = { -granting-authority }
pack_word_by_intermediary = pośrednik finansowy
pack_word_by_provider = kto udziela pomocy
pack_word_by_host = podmiot hostujący
pack_word_ticked_by_register_receipt = potwierdzenie rejestru
pack_word_ticked_by_publication_made = publikacja
pack_word_ticked_by_duty_done = oświadczenie o wykonaniu obowiązku
pack_word_about_member_state = { -member-state(form: "gen") }
pack_word_about_system = systemu
pack_word_register_national = krajowy
pack_word_register_union = rejestrem Unii
pack_word_excludes_purchased = kupuje
pack_word_excludes_marketed = wprowadza na rynek
pack_word_reviews_purchased = kupuje
pack_word_reviews_marketed = wprowadza na rynek
pack_word_fiscal_years_of_beneficiary = tego, kto otrzymuje pomoc
pack_word_fiscal_years_of_recipient = tego, kto otrzymał każdą wcześniejszą pomoc
pack_word_fiscal_years_of_calendar = lata kalendarzowe
pack_word_gate_every_method = każdy sposób wyceny
pack_word_gate_formula = sam wzór
pack_word_limit_line = koszty pozycji
pack_word_limit_highest_intensity = najwyższa intensywność lub kwota jakiejkolwiek pomocy na daną pozycję
pack_word_losses_proportional = proporcjonalnie przez obie strony
pack_word_losses_not_asked = nie sprawdza się
pack_word_not_stated_nothing = nic nie wynika
pack_word_not_stated_review = decyduje człowiek
pack_word_option_only_true = tak
pack_word_option_only_false = nie
pack_word_product_sector_true = tak
pack_word_product_sector_false = nie
pack_word_sum_true = tak
pack_word_sum_false = nie
pack_word_purposes_vessel_purchase = zakup statku
pack_word_purposes_engine = silnik
pack_word_purposes_capacity = większa zdolność połowowa
pack_word_purposes_new_vessel = nowy statek
pack_word_purposes_cessation = zaprzestanie połowów
pack_word_purposes_exploratory = zwiad rybacki
pack_word_purposes_business_transfer = przeniesienie przedsiębiorstwa
pack_word_purposes_restocking = zarybianie
pack_word_spared_outermost_under_12m = małe statki z regionów najbardziej oddalonych
pack_word_spared_cessation_2021_1139 = zaprzestanie w rozumieniu aktu o funduszu rybackim
pack_word_spared_conservation_measure = środki ochrony zasobów
pack_word_spared_experimental = zarybianie doświadczalne
pack_word_register_any = dowolny
pack_word_word_3_2a = ten dla rybołówstwa
pack_word_word_3_3a = ten dla rolnictwa
pack_word_basis_ad_hoc = ad hoc
pack_word_basis_scheme = w ramach programu pomocowego
pack_word_instruments_grant_or_interest_subsidy = dotacje i dopłaty do odsetek
pack_word_instruments_loan_or_repayable_advance = pożyczki i zaliczki zwrotne
pack_word_instruments_guarantee = gwarancje
pack_word_instruments_tax_advantage = korzyści podatkowe
pack_word_instruments_risk_finance = finansowanie ryzyka
pack_word_instruments_subsidised_services = usługi dotowane
pack_word_instruments_other = inne
pack_word_except_instruments_grant_or_interest_subsidy = dotacje i dopłaty do odsetek
pack_word_except_instruments_loan_or_repayable_advance = pożyczki i zaliczki zwrotne
pack_word_except_instruments_guarantee = gwarancje
pack_word_except_instruments_tax_advantage = korzyści podatkowe
pack_word_except_instruments_risk_finance = finansowanie ryzyka
pack_word_except_instruments_subsidised_services = usługi dotowane
pack_word_except_instruments_other = inne
pack_word_forms_repayable_advance = zaliczki zwrotne
pack_word_forms_asset = aktywa sprzedane lub wynajęte
pack_word_forms_ip_transfer = przeniesienia praw własności intelektualnej
pack_word_forms_tax_relief = ulgi podatkowe
pack_word_scope_member_state = każdego { -member-state(form: "gen") } z osobna
pack_word_scope_union = wszystkich państw Unii łącznie
pack_word_unit_single_undertaking = wszystkich podmiotów stanowiących { -single-undertaking }
pack_word_unlinked_through_public_body = podmioty publiczne
pack_word_unlinked_through_non_profit = podmioty o charakterze niezarobkowym
pack_word_mode_counted = wlicza się
pack_word_mode_interpretation = tekst tego nie rozstrzyga, i nie wlicza się
pack_word_status_interpretation = wykładnia tekstu
pack_word_legacy_true = tak: to, co przyznano, wlicza się, a niczego nowego się nie dopuszcza
pack_word_legacy_false = nie
pack_word_serves_any_aid = wszelką pomoc
pack_word_serves_schemes = pomoc w ramach programu pomocowego
pack_word_test_no_state_money = żadne ze środków nie pochodzą od państwa
pack_word_test_market_price = odbiorca płaci za to, co otrzymuje
pack_word_test_non_economic_use = jest to czas obliczeniowy bez działalności gospodarczej
pack_word_state_aid_gber = pomoc objęta wyłączeniem blokowym
pack_word_state_aid_notified = pomoc zgłoszona
pack_word_statement_export_linked = jest związana z wywozem
pack_word_statement_domestic_goods = jest uzależniona od wykorzystania towarów krajowych zamiast przywożonych
pack_word_statement_price_quantity_linked = jest ustalana według ceny lub ilości produktów podstawowych albo przekazywana ich producentom
pack_word_statement_no_sgei_service = nie wskazano { -sgei(form: "gen") }
pack_word_origins_state = państwa
pack_word_origins_shared_management = Unii, w ramach zarządzania dzielonego
pack_word_origins_union_central = Unii, zarządzane przez nią samą
pack_word_origins_ms_donated = podarowane przez { -member-state }
pack_word_origins_private = prywatne
pack_word_origins_undetermined = o nieznanym pochodzeniu
pack_word_boundary_closed = wlicza się
pack_word_boundary_half_open = nie wlicza się
pack_word_weekdays_monday = poniedziałek
pack_word_weekdays_tuesday = wtorek
pack_word_weekdays_wednesday = środa
pack_word_weekdays_thursday = czwartek
pack_word_weekdays_friday = piątek
pack_word_weekdays_saturday = sobota
pack_word_weekdays_sunday = niedziela
pack_word_roll_next_working_day = przesuwa się na następny { -working-days(form: "one") }
pack_word_roll_none = pozostaje bez zmian
pack_word_cross_border_counted = tworzą { -single-undertaking }
pack_word_cross_border_not_counted = z nikogo nie tworzą wspólnego przedsiębiorstwa
pack_word_natural_persons_counted = tworzą { -single-undertaking }
pack_word_natural_persons_not_counted = z nikogo nie tworzą wspólnego przedsiębiorstwa
pack_word_loan_formula_none = nie jest znany żaden wzór państwa: takie pożyczki nie są objęte
pack_word_loan_formula_undiscounted = kwota główna x lata x ({ -base-rate } + marża - oprocentowanie pożyczki), bez dyskontowania
pack_unit_EUR = euro
pack_unit_percent = %
pack_unit_day = dni
pack_unit_working_day = { -working-days }
pack_unit_month = mies.
pack_unit_year = lat(a)
pack_unit_day_of_year = (miesiąc i dzień)
pack_unit_date = (dzień)
pack_unit_decimals = miejsc dziesiętnych
pack_unit_credit_band = lub lepiej
pack_unit_conversion_rate = za jedno euro

### What became of a statement

verdict = { $outcome }: { $kind }
outcome_admitted = dopuszczone
outcome_recorded = zapisane jako fakt
outcome_refused = odrzucone, bez skutku
outcome_deferred = bez skutku do czasu rozstrzygnięcia przez człowieka; nie jest to odmowa
no_effect = poza tym wpisem nic w rejestrze się nie zmieniło
named = { $word }: { $meaning }
way_out = co można zrobić: { $way }
prices_the_past = late_registration: cenę opublikowano dla dni sprzed oświadczenia; działa odtąd i niczego nie przeszacowuje
unknown_object = pod { $id } nic nie jest zapisane
disagrees = niniejsze ponowne obliczenie nie daje zapisanej kwoty; zapis pozostaje, a audyt zgłosiłby różnicę
no_rule = reguły { $rule } nie ma w prawie, na podstawie którego sporządzono niniejsze wyjaśnienie, zatem jej pomocy nie można wymienić

### Amounts and counts

eur = { $amount } EUR
figure_range = od { $low } do { $high }
figure_open = { $low } lub więcej
between_and = i
between_or = lub
at_position = (pozycja { $position })
awards = { $count ->
    [one] { $count } przyznana pomoc
    [few] { $count } przyznane pomoce
   *[many] { $count } przyznanych pomocy
  }

### What aid is worth

worth = wartość pomocy dla jej beneficjenta (forma: { $form })
worth_unsettled = nie można było ustalić wartości pomocy (forma: { $form })
no_rate = dla { $currency } nie opublikowano kursu wymiany dostatecznie blisko przed { -date-of-grant(form: "ins") }
not_judged = to wydanie nie ma reguły dla wartości pomocy w formie { $form } w sposób tu podany
too_large = kwota jest większa niż jakakolwiek liczona przez rejestr
rate = 1 EUR = { $rate } { $currency } w dniu { $on } ({ $source })
rate_age = kurs, który nie wskazuje, do kiedy obowiązuje, może być starszy od przyznania pomocy najwyżej o { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
  }
rate_for_good = 1 EUR = { $rate } { $currency } nieodwołalnie od dnia { $from }: opublikowanych kursów nie bierze się pod uwagę
rounding = obliczono dokładnie i zaokrąglono raz, na końcu: pół centa zaokrągla się w górę, a pomoc nigdy nie jest mniejsza od zera
decided_as_before = zapisana kwota, której sprostowanie nienaruszające pomocy nie przeszacowuje
lessened = ile pomoc liczy się odtąd: mniejsza z kwot: tej, którą się liczyła, oraz większej z nowej kwoty i tego, co zatrzymano i czego nie zwrócono
old_figure = ile liczyła się wcześniej
stated_after = nowa kwota zgodnie z oświadczeniem
kept = co wykorzystano lub wypłacono
repaid = z tego zwrócono (bez odsetek)
old_self = pomoc w dotychczasowym kształcie pomija się: sprostowanie ocenia się tak, jakby pomoc była nowa

operation = obliczenie: { $formula }
formula = { $terms }
smaller_of = mniejsza z kwot { $first } i { $second }
share_of = ({ $whole }) x { $percent } %
sum_of_discounted = suma kwot / (1 + { $percent } %)^(dni / { $days })

input_nominal = przyznana kwota: { $figure } { $unit }
input_face_value = wartość nominalna: { $figure } { $unit }
input_market_value = wartość rynkowa: { $figure } { $unit }
input_price_paid = cena zapłacona przez beneficjenta: { $figure } { $unit }
input_quantity = ilość: { $figure } { $unit }
input_unit_price = cena jednostki: { $figure } { $unit }
input_declared = wartość według oświadczenia: { $figure } { $unit }
input_low_end = co najmniej, według oświadczenia: { $figure } { $unit }
input_high_end = najwyżej, według oświadczenia: { $figure } { $unit }
input_payment = płatność: { $figure } { $unit }
input_principal = kwota główna: { $figure } { $unit }
input_guaranteed = kwota objęta gwarancją: { $figure } { $unit }
input_portfolio = pożyczki objęte gwarancją łącznie: { $figure } { $unit }
input_largest_loan = największa z nich: { $figure } { $unit }
input_injection = wniesiony kapitał: { $figure } { $unit }
input_years = okres w latach: { $figure }
input_collateral = zabezpieczenie: { $figure } %
input_interest_rate = stopa procentowa pożyczki: { $figure } %
input_rate_on_success = stopa w razie powodzenia projektu: { $figure } %
input_contribution = wkład własny beneficjenta: { $figure } { $unit }
input_investment = inwestycja: { $figure } { $unit }
input_relief = ulga podatkowa: { $figure } %
input_cover = najwyższe pokrycie pożyczki: { $figure } %
input_cap = limit: { $figure } { $unit }

### Words of the wire in prose

form_grant = dotacja
form_instalments = dotacja w ratach
form_interest_subsidy = dotacja na spłatę odsetek
form_loan = pożyczka
form_guarantee = gwarancja
form_capital = zastrzyk kapitału
form_compute = czas obliczeniowy
form_credits = środki do wykorzystania
form_service = usługa
form_portfolio = portfel
form_repayable_advance = zaliczka zwrotna
form_asset = zbycie składnika majątku
form_ip_transfer = przeniesienie praw własności intelektualnej
form_tax_relief = ulga podatkowa
form_declared = wartość zadeklarowana
size_micro = mikroprzedsiębiorstwo
size_small = małe przedsiębiorstwo
size_medium = średnie przedsiębiorstwo
size_small_mid_cap = mała spółka o średniej kapitalizacji
size_large = duże przedsiębiorstwo
stands_admitted = dopuszczona
stands_recorded = zapisana
stands_over_ceiling = ponad { -ceiling(form: "ins") }
stands_reduced = zmniejszona
stands_uncounted = niepoliczona
became_admitted = dopuszczone
became_recorded = zapisane
became_refused = odrzucone
became_deferred = odroczone

### Forms of aid that are no plain money

no_price = nie podano ceny jednostki i żadnej nie opublikowano dla tego systemu, tej jednostki i tej daty
no_base_rate = dla { -date-of-grant(form: "gen") } nie opublikowano { -base-rate(form: "gen") } państwa przyznającego albo żadnej, która pozostawia dzielnik
not_covered = żadna reguła w zapisach nie wycenia pomocy w formie { $form } w ramach tego systemu w podany sposób
barred = poza zasadą bezpiecznej przystani forma ta bez oceny ryzyka nie ma kwoty
price = 1 { $unit } = { $price }, opublikowano dla dnia { $from } i dni następnych ({ $method })
discount_rate = przyszłe płatności dyskontuje się według { $percent } % rocznie, z roczną kapitalizacją, za dni od przyznania
base_rate = { -base-rate } państwa przyznającego: { $percent } %, opublikowana dla dnia { $from } i dni następnych
margin = ponadto: { $percent } punktu procentowego
year_days = w tym obliczeniu rok ma { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
  }
payment = należna w dniu { $due }, { $days ->
    [0] nie po przyznaniu: wartość
    [one] { $days } dzień po przyznaniu: wartość bieżąca
   *[other] { $days } dni po przyznaniu: wartość bieżąca
  }
safe_harbour = w ramach zasady bezpiecznej przystani ocena ryzyka nie jest potrzebna: { -ceiling } w stosunku do kwoty i okresu
pair = najwyżej { $amount } EUR na najwyżej { $years ->
    [one] { $years } rok
    [few] { $years } lata
   *[many] { $years } lat
  }: { $fits ->
    [yes] warunek jest spełniony
   *[no] warunek nie jest spełniony
  }
formula_ceiling = { -ceiling } we wzorze wynosi { $ceiling } EUR
is_met = { $met ->
    [yes] warunek jest spełniony
   *[no] warunek nie jest spełniony
  }
collateral = zabezpieczenie co najmniej { $least } % pożyczki: { is_met }
cover = pokrycie najwyżej { $most } % w każdej chwili, straty ponoszone proporcjonalnie: { is_met }
size = { $size_given ->
    [yes] przedsiębiorstwo zapisano jako { $size }
   *[no] wielkości przedsiębiorstwa nie zapisano, co niczego nie wyklucza
  }
band = { $band_given ->
    [yes] zapisany rating to { $band }; duże przedsiębiorstwo potrzebuje { $least } lub lepszego
   *[no] ratingu nie zapisano; duże przedsiębiorstwo potrzebuje { $least } lub lepszego
  }
insolvency_unknown = o niewypłacalności nic nie zapisano, co niczego nie wyklucza
insolvency_none = zapisano, że nie jest niewypłacalne
insolvency_proceedings = zapisano, że jest objęte { -insolvency(form: "ins") }
insolvency_criteria_met = zapisano, że spełnia kryteria objęcia { -insolvency(form: "ins") }
capital_limit = kapitał jest pomocą przejrzystą do { $limit } EUR; dozwolone jest dokładnie tyle
gates = niezależnie od metody przedsiębiorstwo musi być wypłacalne, a duże musi mieć rating
cap_limit = z limitem najwyżej { $limit } EUR inny instrument jest pomocą przejrzystą; dozwolone jest dokładnie tyle
part_inside = { $percent } %, które przypisuje się państwu, mieści się w granicach, całość nie; który z nich akt ma na myśli, jest kwestią otwartą, i przyjmuje się część państwa
not_transparent = nie podano ani kwoty, ani limitu, zatem nikt nie może z góry powiedzieć, ile wyniesie
saved_interest = warta odsetek zaoszczędzonych względem { -reference-rate(form: "gen") } z dnia przyznania: od całej kwoty głównej, za wszystkie lata, bez dyskontowania
reference_rate = { -reference-rate } wynosi { $percent } %
no_margin = dla przedsiębiorstwa o tym ratingu nie zapisano marży
rate_not_stated = stopy procentowej pożyczki nie podano
formula_years = liczba lat, która wchodzi do wzoru: { $years }, w zaokrągleniu do { $decimals ->
    [one] { $decimals } miejsca po przecinku
   *[other] { $decimals } miejsc po przecinku
  }
cap_exact = liczy się najwyżej limit
cap_in_full = limit liczy się w całości, dopóki dokładna kwota nie jest wiążąca, niezależnie od wykorzystania
cap_fixed_sum = liczy się stała kwota ogłoszona w programie pomocowym, niezależnie od wykorzystania
share = z tego { $percent } % pochodzi od państwa lub może od niego pochodzić, i tylko to się liczy

### Whose awards are added up

group = czyją pomoc się sumuje: przedsiębiorstwo pod { $numbers ->
    [one] jednym numerem
   *[other] { $numbers } numerami
  }
single_undertaking = czyją pomoc się sumuje: { $undertakings ->
    [one] { $undertakings } przedsiębiorstwo
    [few] { $undertakings } przedsiębiorstwa
   *[many] { $undertakings } przedsiębiorstw
  }{ $numbered ->
    [yes] { " " }(liczba numerów: { $numbers }) tworzących { -single-undertaking } w dniu { $day }
   *[no] { " " }tworzących { -single-undertaking } w dniu { $day }
  }
unregistered = { $id } nie jest zarejestrowane
namesake = { $id } i { $other } mają ten sam numer w rejestrze jednego państwa i nikt nie stwierdził, czy są jedną spółką; rozstrzyga to identyfikacja przez rejestr
member = { $id }
registered_at = zarejestrowane na pozycji { $position }
same_by = to samo przedsiębiorstwo co { $id }, stwierdzone na pozycji { $position }
stated_by = { $by_given ->
    [yes] ; stwierdziła to strona { $by }, na czym opierają się tylko jej własne przyznania
   *[no] { "" }
  }
controls = { $controller } kontroluje { $controlled } od dnia { $from }{ $weak ->
    [yes] ; jest to tylko zadeklarowane, bez dokumentu
   *[no] { "" }
  }{ stated_by }
absorbed = { $surviving } przejęło { $absorbed } w dniu { $on }{ stated_by }
same_for = to samo przedsiębiorstwo co { $other }{ stated_by }
set_aside = { $holder } jest podmiotem { $public ->
    [yes] publicznym
   *[no] nienastawionym na zysk
  } od dnia { $from }, przez który nikt nie jest powiązany: { $links ->
    [one] pominięto { $links } powiązanie
    [few] pominięto { $links } powiązania
   *[many] pominięto { $links } powiązań
  }
another_group = { -single-undertaking } w dniu { $day }, ostatnim dniu tego okresu, jest inne niż w dniu przyznania; tu liczy się jego historia
joins = { $id } wtedy do niego należy
leaves = { $id } wtedy do niego nie należy
control_ended = { $controller } nie kontroluje już { $controlled } od dnia { $on }

reading_without_weak = inne odczytanie: bez powiązań tylko zadeklarowanych
reading_with_all_weak = inne odczytanie: z powiązaniami, które którakolwiek strona tylko zadeklarowała
reading_through_persons = inne odczytanie: gdyby to, co kontroluje jedna { -natural-person }, było jednym podmiotem
reading_without_persons = inne odczytanie: gdyby { -natural-person } nikogo nie wiązała
reading_undeclared = inne odczytanie: gdyby wiązała większość praw głosu, której nikt nie zadeklarował jako powiązania
reading_across_borders = inne odczytanie: gdyby powiązania transgraniczne tworzyły jeden podmiot
reading_within_borders = inne odczytanie: gdyby powiązania transgraniczne nie tworzyły { -single-undertaking(form: "gen") }
reading_all_parties = inne odczytanie: z tym, co stwierdziła każda inna strona, z pominięciem powiązań tylko zadeklarowanych
reading_all_stated = inne odczytanie: ze wszystkim, co stwierdziła którakolwiek strona

### What a group holds of an award

received = otrzymana przez { $by }
whole = ile mają jej wszyscy posiadacze łącznie
by_merger = przejęta wskutek połączenia z dnia { $on }
by_equity = podzielona wskutek podziału z dnia { $on }, proporcjonalnie do { -equity(form: "gen") }
as_attributed = podzielona wskutek podziału z dnia { $on }, zgodnie z przypisaniem pomocy
at_exit = podzielona z ustaniem kontroli w dniu { $on }, jak tam stwierdzono
undivided = kapitał własny z podziału z dnia { $on } nie pozwala jej podzielić: do czasu przypisania każdy następca ma całość, która liczy się raz
part = { $id } ma tę część, która tu { $here ->
    [yes] się liczy
   *[no] się nie liczy
  }
unsettled_exit = liczy się tu, ponieważ { $controller } nie kontroluje już { $controlled } od dnia { $on } i nikt nie ustalił, czyja jest wcześniejsza pomoc: zachowują ją obie strony
reserved = rezerwacja: liczy się dla przyznań do dnia { $until }, chyba że wcześniej zostanie potwierdzona lub zwolniona
conditional = prawo pod warunkiem: liczy się dla przyznań do dnia { $until }, chyba że warunek wcześniej się spełni lub nie spełni
sighting = { $id } z dnia { $on } to ta sama pomoc i nie liczy się ponownie: zamiast niej liczy się niniejsza

### Limits

check = { $state_given ->
    [yes] z tą pomocą { $after } EUR z { $limit } EUR (państwo: { $state })
   *[no] z tą pomocą { $after } EUR z { $limit } EUR
  }
limit = { -ceiling } wynosi { $limit } EUR; dozwolony jest dokładnie { -ceiling }
parameter = wartość ta obowiązuje od dnia { $from }: { $reading ->
    [yes] odczytanie tekstu, nie jego brzmienie
   *[no] jak stanowi tekst
  }{ $note_given ->
    [yes] . { $note }
   *[no] { "" }
  }
boundary = ten sam dzień { $years ->
    [one] { $years } rok
    [few] { $years } lata
   *[many] { $years } lat
  } wcześniej { $closed ->
    [yes] jeszcze się liczy
   *[no] już się nie liczy
  }, zatem pierwszym dniem okresu jest { $first_day }
window = przyznano od dnia { $from } do dnia { $to }, łącznie z obu tymi dniami: { awards }
this_award = niniejsza pomoc, przyznana w dniu { $on }
tentative = co zostałoby zbadane; rejestr nie zapisuje sum, gdy rozstrzygnąć ma człowiek
remaining = pozostaje poniżej { -ceiling(form: "gen") }
excess = powyżej { -ceiling(form: "gen") }
sum_and_ceiling = { $sum } / { $ceiling }
other_windows = { $count ->
    [0] nie zapisano późniejszej pomocy, zatem żaden inny okres nie obejmuje tej daty
    [one] zbadano także { $count } inny okres kończący się późniejszą pomocą i obejmujący tę datę; pokazano najpełniejszy
    [few] zbadano także { $count } inne okresy kończące się późniejszą pomocą i obejmujące tę datę; pokazano najpełniejszy
   *[many] zbadano także { $count } innych okresów kończących się późniejszą pomocą i obejmujących tę datę; pokazano najpełniejszy
  }
boundary_dispute = wynik zależy od tego, czy { $day } jeszcze się liczy: pokazano oba odczytania, a rozstrzyga odczytanie państwa przyznającego ({ $closed ->
    [yes] pierwszy dzień się liczy
   *[no] pierwszy dzień się nie liczy
  })
same_day = pozostaje poniżej { -ceiling(form: "gen") }, jeżeli nic, co inni przyznali tego samego dnia, nie było wcześniejsze
interpreted = kwestia, czy liczy się pomoc w ramach { $regime }, jest otwarta{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
with_interpreted = pozostaje poniżej { -ceiling(form: "gen") }, jeżeli pomoc, o którą chodzi, się liczy
counted_by_reading = pomoc w ramach { $regime } liczy się na podstawie odczytania tekstu{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
without_readings = pozostaje poniżej { -ceiling(form: "gen") }, gdyby pomoc licząca się na podstawie odczytania się nie liczyła
award = { $id } z dnia { $on } ({ $standing })
standing_admitted = dopuszczona tutaj
standing_recorded = zapisana jako przyznana gdzie indziej lub wcześniej
standing_over_ceiling = ponad { -ceiling(form: "ins") }
standing_reduced = od tego czasu zmniejszona
standing_uncounted = jeszcze nie może być policzona
standing_disputed = { $standing }; ktoś zgłosił sprzeciw
reduced = liczy się najwyżej { $most } w okresach kończących się w dniu { $on } lub później
uncounted = { $id } z dnia { $on }: jej kwota, data lub beneficjent nie są ustalone
uncounted_awards = pomoc w zbadanych okresach, której jeszcze nie można policzyć: { $count }
more_awards = oraz { $count ->
    [one] { $count } dalsza pomoc, niewymieniona osobno
    [few] { $count } dalsze pomoce, niewymienione osobno
   *[many] { $count } dalszych pomocy, niewymienionych osobno
  }
more = oraz { $count ->
    [one] { $count } dalsza pozycja, niewymieniona
    [few] { $count } dalsze pozycje, niewymienione
   *[many] { $count } dalszych pozycji, niewymienionych
  }
paid_once = { $count ->
    [0] żadna inna zapisana pomoc nie opłaca usługi { $service }; druga wykluczałaby niniejszą
   *[other] zapisano obok niej na usługę { $service }, i o ile wiadomo nie jako { -de-minimis-aid }: { awards }
  }
affects = z perspektywy czasu { $count ->
    [one] ponad { -ceiling } wychodzi { $count } pomoc, która wcześniej nie wychodziła
    [few] ponad { -ceiling } wychodzą { $count } pomoce, które wcześniej nie wychodziły
   *[many] ponad { -ceiling } wychodzi { $count } pomocy, które wcześniej nie wychodziły
  }
affected = { $id } z dnia { $on } przekracza o
duty = do zarejestrowania w terminie { $days ->
    [one] { $days } { -working-days(form: "one-gen") }
   *[other] { $days } { -working-days(form: "gen") }
  }, do dnia { $last }{ $late ->
    [yes] : nastąpiło później
   *[no] { "" }
  }
holidays = nie liczy się dni weekendu ani { $count ->
    [one] { $count } zapisanego święta
   *[other] { $count } zapisanych świąt
  }; nie liczy się też dnia przyznania
lateness = zarejestrowano po terminie o { $days ->
    [one] { $days } { -working-days(form: "one") }
    [few] { $days } { -working-days }
   *[many] { $days } { -working-days(form: "gen") }
  }
not_certain = zapisane święta są obliczone, a nie ogłoszone przez państwo: opóźnienie krótsze niż { $days } { -working-days(form: "gen") } nie jest pewne i nie jest odnotowywane
not_tested = nie dla każdego roku terminu zapisano święta państwa: opóźnienia krótszego niż { $days } { -working-days(form: "gen") } się nie bada
paid_in_doubt = { $count ->
    [one] { $count } pomoc na tę samą usługę oszczędza odczytanie tekstu: { $note }
    [few] { $count } pomoce na tę samą usługę oszczędza odczytanie tekstu: { $note }
   *[many] { $count } pomocy na tę samą usługę oszczędza odczytanie tekstu: { $note }
  }
cost_line = pozycja kosztów { $line } w wysokości { $amount } EUR: { $own } EUR z niniejszej pomocy i { $others } EUR { -state-aid(form: "gen") }{ $over ->
    [yes] , łącznie więcej niż pozycja
   *[no] { "" }
  }
claimed = liczy się tak, jak podaje, i według tego, co o niej stwierdzono, nie może podlegać { $regime }
claimed_date = jej data, { $day }, przypada po ostatnim dniu, w którym akt był otwarty dla takiej pomocy
claimed_activity = jej działalność nie należy do objętych aktem
claimed_condition = wyklucza ją jeden z jej warunków
claimed_no_service = akt dotyczy { -sgei(form: "pl-gen") }, a żadnej nie wskazano
headroom = największe nowe przyznanie, które zostałoby dopuszczone: { -ceiling } pomniejszony o najpełniejszy okres

### What becomes of an award

without_reservation = samą rezerwację pomija się: jej potwierdzenie ocenia się jak nowe przyznanie z tą datą
given_up = zrzeczono się, zgodnie z oświadczeniem
counts_from_then = ile pomoc liczy się od tej chwili
seen = określono jako jedną i tę samą pomoc
counts_for_all = z nich liczy się { $id }
awarded_quantity = przyznano jednostek: { $quantity }
awarded_value = przyznano: { $value } EUR według kursów z przyznania
drawn_quantity = wykorzystano wcześniej: { $quantity }
drawn_value = wykorzystano wcześniej: { $value } EUR
waited = czekało na człowieka: { $kind }
of_the_set = { $id }, gdy poprzednie wywołały skutek: { $outcome }

### What a statement names

detail_number = numer: { $value }
detail_rules = reguły i wersja: { $value }
detail_digest = SHA-256 ich bajtów: { $value }
detail_applies_from = dla przyznań od: { $value }
detail_semantics = numer sposobu oceniania: { $value }
detail_four_eyes = dwa klucze: { $value }
detail_epoch = epoka: { $value }
detail_duty = obowiązek: { $value }
detail_markets = rynki: { $value }
detail_outstanding = pozostaje do spłaty: { $value }
detail_source = źródło: { $value }
detail_party = strona: { $value }
detail_key = klucz: { $value }
detail_statement = oświadczenie: { $value }
detail_application = wniosek: { $value }
detail_amount = kwota: { $value }
detail_award = pomoc: { $value }
detail_band = rating: { $value }
detail_beneficiary = beneficjent: { $value }
detail_citation = przepis: { $value }
detail_condition = warunek: { $value }
detail_controlled = kontrolowane: { $value }
detail_controller = kontrolujące: { $value }
detail_decision = decyzja: { $value }
detail_document = SHA-256 dokumentu: { $value }
detail_equity = { -equity }: { $value }
detail_expires_on = ostatni dzień rezerwacji: { $value }
detail_finding = ustalenie: { $value }
detail_from = od: { $value }
detail_granted_on = { -date-of-grant }: { $value }
detail_ground = podstawa: { $value }
detail_held = posiadane: { $value }
detail_holder = posiadacz: { $value }
detail_insolvency = niewypłacalność: { $value }
detail_interest = odsetki: { $value }
detail_kind = rodzaj: { $value }
detail_legal_basis = podstawa prawna: { $value }
detail_long_stop = ostatni dzień na spełnienie warunku: { $value }
detail_member = członek: { $value }
detail_outcome = wynik: { $value }
detail_on = w dniu: { $value }
detail_principal = kwota główna: { $value }
detail_project = projekt: { $value }
detail_quantity = ilość: { $value }
detail_question = pytanie: { $value }
detail_reason = uzasadnienie: { $value }
detail_receipt = potwierdzenie: { $value }
detail_scheme = program pomocowy: { $value }
detail_share = udział: { $value }
detail_size = wielkość: { $value }
detail_stays = czyje jest to, co przyznano wcześniej: beneficjenta
detail_subject = przedmiot: { $value }
detail_successor = następca: { $value }
detail_summary = streszczenie: { $value }
detail_system = system: { $value }
detail_undertaking = przedsiębiorstwo: { $value }
detail_until = do: { $value }

### Answers to questions about headroom

headroom_left = { $bound ->
    [yes] pozostaje najwyżej { $remaining } EUR
   *[no] pozostaje { $remaining } EUR
  } w dniu { $on } w ramach { $regime }{ in_state } dla { $undertaking }
in_state = { $state_given ->
    [yes] { " " }(państwo: { $state })
   *[no] { "" }
  }
granted_between = { $from_given ->
    [yes] przyznano od dnia { $from } do dnia { $to }
   *[no] przyznano do dnia { $to }
  }
headroom_used = wykorzystano { $used } EUR z { $ceiling } EUR ({ granted_between })
headroom_exceeded = wykorzystano { $used } EUR z { $ceiling } EUR ({ granted_between }): PRZEKROCZONO o { $excess } EUR
headroom_own = wykorzystano { $used } EUR ({ granted_between }); powyższy okres jest pełniejszy i także obejmuje tę datę
headroom_more = więcej od dnia { $on }: pozostaje wtedy { $remaining } EUR
headroom_view = jak ocenia się przyznania strony { $party }; { $remaining_given ->
    [yes] według tego, na czym opierają się wszyscy, pozostaje { $remaining } EUR
   *[no] nikt inny nie zna przedsiębiorstwa pod tym numerem
  }
headroom_release_over = { $on }: ubywa { $amount } EUR; { $reason }
nothing_then = wtedy w ramach { $regime } niczego nie można przyznać{ $last_given ->
    [yes] : ostatnim dniem jest { $last }
   *[no] { "" }
  }
cause_uncounted = górna granica: kwota, data lub beneficjent pomocy w okresie obejmującym tę datę nie są ustalone; do tego czasu nowe przyznanie czeka na człowieka
cause_unknown_regime = górna granica: źródło pomocy w okresie obejmującym tę datę nie podaje systemu; { $left_given ->
    [yes] jeżeli jest to pomoc licząca się w ramach { $regime }, pozostaje { $left } EUR
   *[no] jeżeli jest to pomoc licząca się w ramach { $regime }, pozostaje mniej
  }
cause_stated_by_others = górna granica: { $own ->
    [yes] inne strony stwierdziły, kto do siebie należy; z tym pozostaje { $left } EUR, a przyznanie powyżej może czekać na człowieka
   *[no] niektóre strony stwierdziły, kto do siebie należy, i nie wszyscy się na tym opierają; z tym pozostaje { $left } EUR
  }
cause_link_not_declared = górna granica: według zapisanych udziałów ktoś ma większość praw głosu i nikt nie zadeklarował powiązania; z nim pozostaje { $left } EUR
cause_national_total = górna granica: nie wiadomo, ile państwo przyznało wszystkim przedsiębiorstwom poza tym, co zawiera ten rejestr, albo ostatnio podano to zbyt dawno
cause_one_number = górna granica: { $id } i { $other } mają ten sam numer w rejestrze jednego państwa i nikt nie stwierdził, czy są jedną spółką; dopóki ktoś tego nie stwierdzi, nowe przyznanie czeka na człowieka
headroom_award = { $on }  { $award }  { $standing }  pozycja { $position }
headroom_award_disputed = { $on }  { $award }  { $standing }, sporna  pozycja { $position }
headroom_release = { $on }: zwalnia się { $amount } EUR, pozostaje wtedy { $remaining } EUR
headroom_unknown_undertaking = brak zarejestrowanego przedsiębiorstwa `{ $id }`: proszę sprawdzić numer albo zlecić rejestrację podmiotowi hostującemu
headroom_no_ceiling = żaden przyjęty pakiet nie ma { -ceiling(form: "gen") } dla `{ $regime }` w dniu { $on }: proszę zapytać o { $others } w dniu, w którym obowiązują
headroom_no_ceiling_at_all = żaden przyjęty pakiet nie ma { -ceiling(form: "gen") } dla `{ $regime }` w dniu { $on }: proszę przyjąć pakiet, który go ma
headroom_state_needed = { -ceiling } obowiązuje dla { -member-state(form: "gen") }: proszę podać, które państwo przyznałoby pomoc (--member-state albo member-state= przez HTTP)

### Answers to "which route?"

routes_yes = Tak: całość się mieści { $routes }.
routes_part = Częściowo: { $amount } EUR dzisiaj { $route }{ $from_given ->
    [yes] ; całość od dnia { $from }.
   *[no] .
  }
routes_later = Nie dzisiaj: całość od dnia { $from } { $route }.
routes_open = Jeszcze nie: czegoś brakuje, zob. poniżej.
routes_no = Nie: nie pozwala na to żadna podstawa znana przyjętym pakietom.
routes_asked = Zapytanie: { $worth_given ->
    [yes] { $worth } EUR
   *[no] wsparcie, którego wartość nie jest jeszcze znana,
  } dla { $undertaking }, przyznanie w dniu { $on }{ in_state }
routes_assumed = czego nikt nie podał i co przyjęto w najprostszej postaci: { $members }
route = { $rank } { $regime }: { $said }
route_of = na podstawie { $regime }{ $article_given ->
    [yes] { " " }art. { $article }
   *[no] { "" }
  }{ $scheme_given ->
    [yes] , program pomocowy { $scheme }
   *[no] { "" }
  }
route_no_aid = jako niestanowiące pomocy ({ $ground })
route_fits = całość{ $amount_given ->
    [yes] , { $amount } EUR
   *[no] { "" }
  }
route_up_to = do { $amount } EUR dzisiaj{ $quantity_given ->
    [yes] { " " }({ $quantity } { $unit_given ->
        [yes] { $unit }
       *[no] jednostek
      })
   *[no] { "" }
  }{ $from_given ->
    [yes] ; całość od dnia { $from }
   *[no] ; nie jest znany dzień, w którym mieści się całość
  }
route_from = dzisiaj nic; całość od dnia { $from }
route_fails = nie
route_reason = { $code }: { $text } [{ $citation }]
route_need = brakuje: { $what }
route_note = uwaga, { $flag }: { $meaning }
route_left = pozostaje { $left } { $unit } z { $limit } [{ $citation }]{ $until_given ->
    [yes] , otwarte do dnia { $until }
   *[no] { "" }
  }
route_written = { $citation }

### Kinds of statements, and what each changes

kept_as_it_is = jest przechowywane z podpisem i miejscem i nie zmienia żadnej kwoty
event_ledger_founded = założenie niniejszego rejestru
    .effect = rejestr zaczyna się tutaj
event_log_key_added = nowy klucz rejestru
    .effect = odtąd rejestr może podpisywać tym kluczem
event_log_key_retired = wycofanie klucza rejestru
    .effect = odtąd rejestr nie podpisuje tym kluczem
event_party_admitted = dopuszczenie strony
    .effect = odtąd strona może podpisywać oświadczenia w swoich rolach
event_party_suspended = zawieszenie strony
    .effect = odtąd oświadczenia strony są zwracane
event_party_reinstated = przywrócenie strony
    .effect = odtąd strona może znów podpisywać
event_key_added = nowy klucz strony
    .effect = odtąd strona może podpisywać także tym kluczem
event_key_revoked = unieważnienie klucza
    .effect = odtąd nic podpisanego tym kluczem nie jest przyjmowane
event_token_revoked = cofnięcie tokenów dostępu
    .effect = odtąd tokeny te niczego nie otwierają
event_party_policy_set = czego strona wymaga od własnych oświadczeń
    .effect = odtąd oświadczenia strony są z tym porównywane; wcześniejsze pozostają
event_lease_taken = przejęcie zapisu przez inną maszynę
    .effect = zapisano, kto pisze w której epoce; nie zależy od tego żadne rozstrzygnięcie
event_engine_adopted = przyjęcie sposobu oceniania
    .effect = odtąd każde rozstrzygnięcie następuje w ten sposób; wcześniejsze rozstrzygnięcia pozostają
event_pack_adopted = przyjęcie pakietu reguł
    .effect = odtąd reguły te oceniają przyznania z dat, dla których są przeznaczone; wcześniejsze rozstrzygnięcia pozostają
event_reference_published = publikacja danych referencyjnych
    .effect = odtąd stosuje się te dane; niczego się nie przeszacowuje
event_system_registered = rejestracja systemu obliczeniowego
    .effect = { kept_as_it_is }
event_system_amended = zmiana systemu obliczeniowego
    .effect = { kept_as_it_is }
event_scheme_registered = rejestracja programu pomocowego
    .effect = odtąd przyznania mogą wskazywać ten program pomocowy
event_intake_summary = zestawienie tego, co zwrócono
    .effect = { kept_as_it_is }
event_undertaking_registered = rejestracja przedsiębiorstwa
    .effect = odtąd pomoc dla tych numerów liczy się temu przedsiębiorstwu
event_undertaking_identified = stwierdzenie, że kilka numerów oznacza to samo przedsiębiorstwo
    .effect = odtąd pomoc dla wszystkich tych numerów się sumuje
event_identity_presented = wykazanie przez przedsiębiorstwo, kim jest
    .effect = zapisano, czym i kiedy to wykazano; nie zależy od tego jeszcze żadne rozstrzygnięcie
event_markets_declared = oświadczenie o wzajemnym stosunku rynków dwóch przedsiębiorstw
    .effect = jest zapisane; nie zależy od niego jeszcze żadne rozstrzygnięcie
event_undertaking_assessed = ocena przedsiębiorstwa
    .effect = odtąd jest to stan wiedzy o przedsiębiorstwie od tego dnia, do czasu nowszego oświadczenia; wcześniejsze rozstrzygnięcia pozostają
event_control_declared = stwierdzenie, że przedsiębiorstwo kontroluje inne
    .effect = od podanego dnia oba tworzą { -single-undertaking }, a ich pomoc się sumuje; wcześniejsze rozstrzygnięcia pozostają
event_control_ended = ustanie kontroli przedsiębiorstwa nad innym
    .effect = od podanego dnia kontrola ta już ich nie łączy; co przyznano wcześniej, liczy się temu, kogo wskazuje oświadczenie, a obu stronom, dopóki nikt nie wskaże
event_holding_declared = stwierdzenie posiadania udziałów
    .effect = odtąd udział uwzględnia się tam, gdzie wymagają tego reguły
event_undertakings_merged = połączenie przedsiębiorstw
    .effect = od podanego dnia sumuje się wszystko, co otrzymały połączone przedsiębiorstwa; co przyznano wcześniej, pozostaje zgodne z prawem
event_undertaking_split = podział przedsiębiorstwa
    .effect = od podanego dnia to, co otrzymało przedsiębiorstwo, dzieli się między następców: według wykorzystania każdej pomocy, gdy je podano, w innym przypadku według kapitału własnego
event_award_attributed = przypisanie pomocy po podziale
    .effect = odtąd te części pomocy liczą się wskazanym przedsiębiorstwom
event_group_attested = stwierdzenie, kto tworzy { -single-undertaking }
    .effect = odtąd przyznanie uznaje { -single-undertaking } za poświadczone, gdy członkami są dokładnie te podmioty
event_recovery_ordered = nakaz odzyskania pomocy
    .effect = { kept_as_it_is }
event_recovery_paid = zwrot na podstawie nakazu odzyskania
    .effect = { kept_as_it_is }
event_recovery_suspended = zawieszenie nakazu odzyskania
    .effect = { kept_as_it_is }
event_recovery_annulled = uchylenie nakazu odzyskania
    .effect = { kept_as_it_is }
event_recovery_completed = zakończenie odzyskiwania
    .effect = { kept_as_it_is }
event_award_granted = przyznanie pomocy
    .effect = odtąd pomoc należy do historii beneficjenta, z tą wartością
event_award_reserved = rezerwacja pomocy
    .effect = kwota pozostaje wolna dla beneficjenta do ostatniego podanego dnia i liczy się dla wszystkich przyznań datowanych do tego dnia, do czasu potwierdzenia lub zwolnienia
event_award_confirmed = potwierdzenie rezerwacji
    .effect = odtąd pomoc należy do historii beneficjenta, z tą wartością i datą
event_award_released = zwolnienie rezerwacji
    .effect = odtąd rezerwacja się nie liczy
event_award_conditional = przyznanie pomocy pod warunkiem
    .effect = kwota pozostaje wolna dla beneficjenta do ostatniego podanego dnia i liczy się dla wszystkich przyznań datowanych do tego dnia, dopóki warunek się nie spełni lub nie odpadnie
event_award_condition_met = spełnienie się warunku
    .effect = odtąd pomoc należy do historii beneficjenta, z tą wartością i datą
event_award_condition_failed = niespełnienie się warunku
    .effect = odtąd pomoc się nie liczy
event_award_reported = zgłoszenie pomocy przyznanej gdzie indziej
    .effect = odtąd pomoc należy do historii beneficjenta i liczy się tam, gdzie tak stanowi prawo i gdzie jej wartość jest ustalona
event_award_restated = nowsza kwota zgłoszonej pomocy
    .effect = odtąd pomoc liczy się w nowszej kwocie; wcześniejsze rozstrzygnięcia pozostają
event_award_matched = stwierdzenie, że kilka zgłoszeń oznacza tę samą pomoc
    .effect = odtąd jest to jedna pomoc i liczy się raz: ta, która trwa najdłużej, a przy równych ta o najwyższej kwocie; wcześniejsze rozstrzygnięcia pozostają
event_award_unmatched = stwierdzenie, że zgłoszenia nie oznaczają tej samej pomocy
    .effect = odtąd każde z tych zgłoszeń liczy się osobno; wcześniejsze rozstrzygnięcia pozostają
event_award_reduced = zmniejszenie pomocy
    .effect = pomoc liczy się w tej wysokości w okresach kończących się w podanym dniu lub później; wcześniejsze rozstrzygnięcia pozostają
event_award_waived = zrzeczenie się pomocy
    .effect = pomoc liczy się w tej wysokości w okresach kończących się w dniu zrzeczenia się i zwrotu lub później; wcześniejsze rozstrzygnięcia pozostają
event_award_withdrawn = cofnięcie pomocy
    .effect = pomoc liczy się w tej wysokości w okresach kończących się w podanym dniu lub później; wcześniejsze rozstrzygnięcia pozostają
event_award_corrected = sprostowanie pomocy
    .effect = odtąd pomoc liczy się po sprostowaniu; wcześniejsze rozstrzygnięcia pozostają
event_award_drawn = wykorzystanie części pomocy
    .effect = wykorzystanie odnotowano i nie liczy się ono ponownie
event_usage_reported = zgłoszenie, ile pomocy wykorzystano
    .effect = wykorzystanie odnotowano i nie liczy się ono ponownie
event_credits_expired = wygaśnięcie niewykorzystanych środków
    .effect = gdzie prawo do nich wygasło, pomoc liczy się w tej wysokości w okresach kończących się w podanym dniu lub później; wcześniejsze rozstrzygnięcia pozostają
event_award_set = kilka przyznań, dopuszczanych razem albo wcale
    .effect = odtąd cała ta pomoc należy do historii jej beneficjentów
event_award_repaid = ile pozostaje do spłaty z pożyczki lub inwestycji
    .effect = jest to zapisane; pomoc jest taka, jaka była
event_duty_done = wykonanie obowiązku
    .effect = zapisano, że go wykonano, gdzie i kiedy
event_request_received = wniosek o informacje
    .effect = zapisano, od kiedy należy na niego odpowiedzieć
event_award_disputed = sprzeciw wobec pomocy
    .effect = pomoc oznaczono jako sporną i liczy się ona jak wcześniej
event_dispute_lodged = spór dotyczący pomocy
    .effect = pomoc oznaczono jako sporną i liczy się ona jak wcześniej
event_project_opened = otwarcie projektu
    .effect = odtąd przyznania mogą wskazywać ten projekt
event_project_amended = zmiana projektu
    .effect = { kept_as_it_is }
event_application_received = wpływ wniosku
    .effect = { kept_as_it_is }
event_application_reduced = zmniejszenie wniosku
    .effect = { kept_as_it_is }
event_application_closed = zakończenie wniosku
    .effect = { kept_as_it_is }
event_declaration_received = oświadczenie wnioskodawcy o innej pomocy
    .effect = odtąd przyznania dla przedsiębiorstwa znajdują to oświadczenie
event_notice_served = zawiadomienie beneficjenta
    .effect = { kept_as_it_is }
event_register_receipt = potwierdzenie rejestru
    .effect = { kept_as_it_is }
event_publication_made = publikacja
    .effect = { kept_as_it_is }
event_statement_retracted = wycofanie wcześniejszego oświadczenia
    .effect = odtąd oświadczenie traktuje się tak, jakby nigdy go nie złożono; wcześniejsze rozstrzygnięcia pozostają
event_review_decided = decyzja człowieka
    .effect = odtąd obowiązuje to, co rozstrzygnięto; wcześniejsze rozstrzygnięcia pozostają
event_finding_raised = ustalenie audytora
    .effect = { kept_as_it_is }
event_finding_closed = zamknięcie ustalenia
    .effect = { kept_as_it_is }
event_subject_erased = usunięcie danych osobowych
    .effect = { kept_as_it_is }

### Codes, with where each is written and what can be done

by_rule = reguła przyjętego pakietu
code_not_authorised = rola podpisującego nie pozwala na tego rodzaju oświadczenie
    .citation = umowa: role
    .way_out = niech podpisze strona mająca tę rolę; o rolę należy zwrócić się do operatora
code_not_yours = przedmiot należy do innej strony
    .citation = umowa: przynależność
    .way_out = strona, która podpisała przedmiot, musi podpisać także to
code_no_mandate = żaden mandat nie obejmuje { -granting-authority(form: "gen") }, { -member-state(form: "gen") } i { -date-of-grant(form: "gen") }
    .citation = umowa: mandaty; 2831 art. 6
    .way_out = zapisać mandat z jego datami albo sprostować organ, państwo lub datę
code_unknown_party = nie ma takiej strony w tym rejestrze
    .citation = umowa
    .way_out = sprawdzić pisownię; najpierw ją dopuścić
code_party_exists = strona o tym identyfikatorze jest już dopuszczona
    .citation = umowa
    .way_out = dodać jej raczej klucz lub mandat
code_unknown_key = nie ma takiego klucza w tym rejestrze
    .citation = umowa
    .way_out = sprawdzić kid
code_key_in_use = klucz ten jest lub był na zawsze kluczem strony lub jednym z kluczy rejestru
    .citation = umowa: jeden klucz, jeden cel
    .way_out = utworzyć nowy klucz
code_last_key = jest to jedyny czynny klucz strony
    .citation = umowa
    .way_out = najpierw dodać nowy klucz, potem unieważnić stary
code_unknown_reference = to, do czego odsyła zdarzenie (zdarzenie, rozpatrzenie, tabela), nie jest zapisane
    .citation = umowa
    .way_out = najpierw to zapisać albo sprostować odesłanie
code_four_eyes = strona wymaga dwóch kluczy: co jeden rezerwuje, inny potwierdza, i żaden sam niczego nie przyznaje
    .citation = umowa: party.policy-set
    .way_out = zarezerwować (`award.reserved`) i niech inna osoba potwierdzi innym kluczem (`award.confirmed`); nowy klucz dodaje operator
code_semantics_unsupported = to wydanie nie ocenia według tego numeru albo, dopóki wynosi on 0, według reguł o tym skrócie
    .citation = umowa: engine.adopted
    .way_out = najpierw zaktualizować, potem przyjąć to, co ma nowe wydanie: `aidledger engine adopt`
code_unknown_undertaking = przedsiębiorstwo o tym identyfikatorze nie jest zarejestrowane
    .citation = umowa: identyfikatory
    .way_out = przyznający albo rejestr rejestruje je najpierw (undertaking.registered); potem wysłać to ponownie jako nowe zdarzenie z własnym identyfikatorem; sprawdzić schemat i kraj
code_unknown_award = pomoc o tym identyfikatorze nie jest zapisana
    .citation = umowa: identyfikatory
    .way_out = sprawdzić stronę i identyfikator lokalny; najpierw ją zapisać
code_unknown_project = projekt o tym identyfikatorze nie jest zapisany
    .citation = umowa: identyfikatory
    .way_out = najpierw otworzyć projekt
code_unknown_scheme = program pomocowy o tym identyfikatorze nie jest zarejestrowany
    .citation = umowa: identyfikatory
    .way_out = najpierw zarejestrować program pomocowy
code_award_id_used = identyfikator zajmuje pomoc, która wywołała skutek
    .citation = umowa: identyfikatory
    .way_out = użyć innego identyfikatora; aby zmienić pomoc, należy ją sprostować
code_identifier_in_use = identyfikator należy do innego przedsiębiorstwa
    .citation = umowa: identyfikatory
    .way_out = sprostować go albo zlecić identyfikację obu jako jednego
code_contradicts_record = to, co oświadczono, nie może być prawdą razem z tym, co zapisano
    .citation = umowa: spójność
    .way_out = porównać z wpisami wskazanymi w wyjaśnieniu; sprostować oświadczenie albo wycofać wcześniejsze (statement.retracted)
code_pack_missing = bajty pakietu nie są tu opublikowane albo różnią się od skrótu
    .citation = umowa: pakiety
    .way_out = opublikować bajty pakietu, potem go przyjąć
code_unknown_currency_rate = żaden opublikowany kurs nie obowiązuje w { -date-of-grant(form: "loc") }, a waluta nie ma kursu nieodwołalnego
    .citation = { by_rule }
    .way_out = organ do spraw reguł publikuje kurs (aidledger reference import --table fx, z plikiem banku centralnego); potem wysłać to ponownie jako nowe zdarzenie z własnym identyfikatorem; albo przyznający podaje kwotę w euro
code_unknown_price = brak ceny dla tego systemu i tej daty i brak jej w zdarzeniu
    .citation = 2831 art. 4 ust. 1
    .way_out = podać cenę jednostki z dowodem albo zlecić publikację ceny
code_regime_not_in_force = akt nie obejmuje przyznań z tą datą
    .citation = { by_rule }
    .way_out = zastosować akt obowiązujący w { -date-of-grant(form: "loc") }; dawne akty tylko w zgłoszeniach
code_scheme_only = wyłączona tylko jako pomoc w ramach programu
    .citation = GBER art. 21 ust. 1, art. 21a ust. 1, art. 22 ust. 1
    .way_out = przyznać w ramach programu; inny artykuł; zgłosić Komisji
code_scheme_not_exempt = sam program nie jest objęty: jego budżet, brak klauzuli o odzyskaniu albo jego koniec
    .citation = GBER art. 1 ust. 2 lit. a), ust. 4 lit. a), art. 58
    .way_out = inny program; plan ewaluacji; zgłosić Komisji
code_excluded_sector = działalność nie jest objęta aktem
    .citation = { by_rule }
    .way_out = akt właściwy dla sektora; albo pomoc na inną działalność, przy rozdzieleniu działalności lub kosztów
code_conditions_excluded = uzależniona od wywozu, od towarów krajowych albo od ceny lub ilości w wykluczonych przypadkach; albo nie wskazano { -sgei(form: "gen") }
    .citation = { by_rule }
    .way_out = usunąć warunek z pomocy; wskazać usługę albo przyznać w ramach systemu, który jej nie wymaga
code_condition_not_met = nie jest spełniony warunek artykułu inny niż granica
    .citation = GBER rozdz. III
    .way_out = spełnić go albo przyznać na podstawie innego artykułu
code_cost_not_eligible = koszt jest rodzaju, którego artykuł nie wymienia
    .citation = GBER rozdz. III
    .way_out = pominąć pozycję albo przyznać na podstawie innego artykułu
code_not_transparent_aid = nie można z góry dokładnie obliczyć { -gge(form: "gen") }: kapitał lub limit powyżej { -ceiling(form: "gen") } albo brak kwoty i limitu
    .citation = 2831 art. 4 ust. 1, 4 i 8; 2832 art. 4 ust. 7
    .way_out = podać kwotę; mniejszy zastrzyk kapitału; dla innego instrumentu limit w granicach { -ceiling(form: "gen") } (przy pożyczkach, gwarancjach i kapitale limit niczego nie zmienia)
code_safe_harbour_not_met = pożyczka lub gwarancja poza warunkami wzoru albo dla dużego przedsiębiorstwa bez ratingu co najmniej B-, niezależnie od metody
    .citation = { by_rule }
    .way_out = przyznający zmienia warunki i wysyła nowe zdarzenie z własnym identyfikatorem: przy pożyczce większe zabezpieczenie albo mniejsza lub krótsza pożyczka, albo metoda reference-rate z jej stopą, gdy zapisano wzór państwa; przy gwarancji mniejszy udział, kwota lub okres, albo straty ponoszone proporcjonalnie
code_insolvency = objęte { -insolvency(form: "ins") } lub spełniające kryteria objęcia nim
    .citation = { by_rule }
    .way_out = inna forma pomocy; żadna na podstawie tego artykułu
code_undertaking_in_difficulty = w trudnej sytuacji, i nie ma zastosowania żaden wyjątek
    .citation = GBER art. 1 ust. 4 lit. c), art. 2 pkt 18
    .way_out = nowsze sprawozdania finansowe; { -de-minimis-aid } nie zna takiego warunku
code_outstanding_recovery_order = w tym { -member-state(form: "loc") } nie zwrócono pomocy, której odzyskanie nakazano decyzją Komisji
    .citation = GBER art. 1 ust. 4 lit. a)
    .way_out = zapłacić kwotę główną i odsetki
code_not_an_sme = artykuł dotyczy kategorii: { -sme }
    .citation = GBER art. 2 pkt 2, załącznik I
    .way_out = inny artykuł; nowsze sprawozdania i udziały
code_not_a_startup = przedsiębiorstwo nie kwalifikuje się do pomocy na rozpoczęcie działalności
    .citation = GBER art. 22 ust. 2
    .way_out = inny artykuł
code_not_eligible_undertaking = nie należy do przedsiębiorstw, których dotyczy artykuł
    .citation = GBER art. 21 ust. 3
    .way_out = inny artykuł
code_not_entitled_to_access = brak prawa do tego dostępu albo do dostępu nieodpłatnego
    .citation = rozp. (UE) 2021/1173 art. 16, art. 17 ust. 6, art. 12b ust. 15
    .way_out = zapłacić cenę; inny rodzaj dostępu; inny udział w czasie
code_no_incentive_effect = prace rozpoczęto przed złożeniem wniosku
    .citation = GBER art. 6
    .way_out = tylko koszty projektu jeszcze nierozpoczętego
code_declaration_missing = brak oświadczenia o innej pomocy objętej określeniem { -de-minimis-aid }, gdy żaden rejestr nie obejmuje lat, których dotyczy; odrzuca się tylko tam, gdzie rejestr tego wymaga
    .citation = { by_rule }
    .way_out = uzyskać je i zapisać
code_reservation_expired = rezerwacja, którą należało potwierdzić, wygasła
    .citation = umowa: rezerwacje
    .way_out = zarezerwować lub przyznać na nowo
code_ceiling_exceeded = z tą pomocą { -single-undertaking } przekroczyłoby { -ceiling } w tym { -member-state(form: "loc") } w którymś z sumowanych okresów; odpada cała pomoc
    .citation = { by_rule }
    .way_out = mniejsza kwota, późniejsza data (odpowiedź na pytanie o dostępną kwotę podaje jedno i drugie), wcześniejsze zrzeczenie się dawniejszej pomocy albo inny system
code_sgei_ceiling_exceeded = z tą pomocą { -single-undertaking } przekroczyłoby { -ceiling } dla { -sgei(form: "pl-gen") } w tym { -member-state(form: "loc") } w którymś z sumowanych okresów; odpada cała pomoc
    .citation = { by_rule }
    .way_out = mniejsza kwota, późniejsza data albo inny system
code_sector_ceiling_exceeded = z tą pomocą { -single-undertaking } przekroczyłoby { -ceiling } dla rolnictwa lub rybołówstwa w tym { -member-state(form: "loc") } w którymś z sumowanych okresów; odpada cała pomoc
    .citation = rozp. (UE) nr 1408/2013, nr 717/2014 art. 3
    .way_out = mniejsza kwota, późniejsza data albo inny system
code_national_cap_exceeded = wyczerpano własną kwotę { -member-state(form: "gen") } dla sektora
    .citation = rozp. (UE) nr 1408/2013, nr 717/2014, załączniki
    .way_out = poczekać na okres; inny system
code_lifetime_amount_exceeded = wyczerpano kwotę na przedsiębiorstwo na czas jego kwalifikowalności
    .citation = GBER art. 22 ust. 3–5 i 7
    .way_out = mniejsza kwota; inny artykuł
code_intensity_exceeded = pomoc stanowi większą część { -eligible-costs(form: "gen") }, niż dozwolono
    .citation = GBER rozdz. III
    .way_out = mniej pomocy albo więcej { -eligible-costs(form: "gen") }
code_cumulation_exceeded = z inną pomocą na te same koszty przekroczono granicę albo ta sama { -sgei } jest już opłacana
    .citation = { by_rule }
    .way_out = pomoc na inną usługę albo w ramach innego systemu
code_notification_threshold_exceeded = powyżej kwoty objętej wyłączeniem
    .citation = GBER art. 4
    .way_out = zgłosić Komisji
code_share_exhausted = wyczerpano udział systemu na to wykorzystanie
    .citation = pakiet ai-factories
    .way_out = następny okres albo inny udział
code_policy_limit = granica, którą polityka wyznacza ponad prawo
    .citation = przyjęty pakiet polityki
    .way_out = jak stanowi polityka; nigdy nie przedstawiana jako prawo
code_order_ambiguous = mieści się bez pomocy zgłoszonej lub nadanej tego samego dnia, a przekracza z nią; kolejność nie jest znana
    .citation = 2831 art. 6 ust. 4
    .way_out = ustalić kolejność albo przyznać innego dnia
code_uncounted_award_in_window = grupa ma w okresie pomoc, której kwota lub beneficjent nie są znane
    .citation = 2831 art. 6 ust. 4
    .way_out = niech rejestr poda ją na nowo
code_not_covered = żadna reguła przyjętych pakietów nie obejmuje tego przypadku
    .citation = umowa: pakiety
    .way_out = inny system; pakiet, który go obejmuje
code_needs_review = musi to obejrzeć człowiek: krąg kontroli, powiązania stwierdzone tylko przez innych, dwa identyfikatory o jednym numerze albo kwestia otwarta
    .citation = umowa: rozpatrzenie
    .way_out = rozstrzyga organ do spraw reguł, nigdy zainteresowany podmiot hostujący

### Flags, with where each comes from

flag_granted_without_check = nadano przed złożeniem: { -ceiling } nie został wcześniej zbadany
    .source = 2831 art. 6 ust. 4
flag_over_ceiling = wywołuje skutek i przekracza granicę
    .source = { by_rule }
flag_own_award_reported = własna pomoc złożona jako zgłoszenie: traktowana jak nadana
    .source = umowa: zgłoszenia
flag_boundary_dispute = o wyniku rozstrzyga to, czy liczy się pierwszy dzień okresu; pokazano oba odczytania
    .source = interpretacja
flag_late_registration = zarejestrowano więcej { -working-days(form: "gen") } po przyznaniu, niż pozwala reguła; gdy święta są obliczone lub ich brak, odnotowuje się tylko opóźnienie, którego żaden wykaz by nie usunął
    .source = { by_rule }
flag_possible_duplicate = to samo przedsiębiorstwo, data i kwota co w innej pomocy, bez powiązania
    .source = umowa: powiązanie
flag_sources_differ = ta sama pomoc widziana dwukrotnie, a data, podstawa prawna lub kwota się różnią; w każdym okresie liczy się najwyższa, która się w nim liczy
    .source = umowa: powiązanie
flag_uncounted = nie udało się ustalić kwoty lub beneficjenta; dostępna kwota jest górną granicą
    .source = umowa: zgłoszenia
flag_group_evidence_weak = zależy od powiązania kontrolnego tylko zadeklarowanego
    .source = 2831 art. 2 ust. 2
flag_group_not_attested = nikt nie stwierdził, że grupy szukano
    .source = 2831 art. 6 ust. 4
flag_group_cross_border = zależy od powiązania kontrolnego przez inne { -member-state }
    .source = 2831 art. 2 ust. 2, motyw 5
flag_identity_not_matched = identyfikatora { -natural-person(form: "gen") } nie udało się powiązać między stronami
    .source = umowa: osoby
flag_identity_not_anchored = przedsiębiorstwo nie ma identyfikatora rejestrowego
    .source = umowa: identyfikatory
flag_interpretation = zależy od reguły oznaczonej jako interpretacja
    .source = pakiet
flag_declaration_missing = nie zapisano oświadczenia o innej pomocy objętej określeniem { -de-minimis-aid }, gdy żaden rejestr nie obejmuje lat, których dotyczy
    .source = { by_rule }
flag_publication_due = pomoc przekracza kwotę, od której jej akt wymaga publikacji; dzień, w którym jest należna, podaje `aid-audit duties`
    .source = GBER art. 9
flag_benefit_not_repaid = zmniejszenie liczy się mniej, niż pozwalałaby wykorzystana wartość pomniejszona o zwróconą kwotę główną
    .source = umowa: zmniejszenia
flag_draw_exceeds_award = wykorzystano więcej, niż przyznano
    .source = umowa: wykorzystanie
flag_gge_differs_from_declared = obliczony przez nas { -gge } różni się od podanego
    .source = 2831 art. 3 ust. 5
flag_beside_unknown_regime = obok pomocy, której podstawy prawnej nikt nie zna: może to być { -de-minimis-aid }, i nie jest liczona
    .source = 2831 art. 6 ust. 4
flag_link_not_declared = ktoś ma większość praw głosu, a powiązania nie zadeklarowano; przy przyznaniu: zależy od tego odpowiedź
    .source = 2831 art. 2 ust. 2 lit. a)
flag_group_natural_person = zależy od prawnie otwartej kwestii, czy przedsiębiorstwa { -natural-person(form: "gen") } są jednym podmiotem
    .source = 2831 art. 2 ust. 2
flag_split_undivided = kapitał własny z podziału nie pozwala dzielić: każdy następca ma całą pomoc do czasu jej przypisania
    .source = 2831 art. 3 ust. 9
flag_claim_doubtful = liczy się tak, jak podaje, i według tego, co o niej stwierdzono, nie może podlegać temu aktowi: jej data, działalność, warunek albo brak wskazanej usługi
    .source = 2831 art. 1 ust. 1, art. 7 ust. 3; 2832 art. 1 ust. 1
flag_reference_old = ustalono ze starszą niż rok wartością: { -base-rate }
    .source = 2831 art. 3 ust. 6; rozp. (WE) nr 794/2004 art. 9 ust. 4
flag_national_total_unknown = dla limitu krajowego nie zapisano sumy { -member-state(form: "gen") }, zatem sam ten rejestr nie może stwierdzić, czy jest wyczerpany
    .source = rozp. (UE) nr 1408/2013, nr 717/2014 art. 3 ust. 3
flag_size_contradicted = podana wielkość nie jest tą, która wynika ze sprawozdań finansowych
    .source = GBER załącznik I
flag_exempt_by_later_text = wyłączona późniejszym tekstem rozporządzenia, nie tekstem z jej dnia
    .source = GBER art. 58 ust. 1
flag_old_terms = wyłączona na warunkach sprzed zmiany, które programy zachowują przez pewien czas
    .source = GBER art. 58 ust. 5

### What has to be done by when

duty_due = termin
duty_latest = najpóźniej
duty_keep_until = przechowywać do
duty_status = stan
duty_name = obowiązek
duty_of = przedmiot
duty_about = dotyczy
duty_state = państwo
duty_by = kto
duty_done = wykonano
duty_certain = pewne
duty_article = artykuł
duty_yes = tak
duty_no = nie
duty_line_status = stan { $status }
duty_line_by = wykonawca { $by }
duty_line_latest = najpóźniej { $on }
duty_line_earliest = niepewne: najwcześniejszy możliwy dzień

### The headroom page

page_left = { $bound ->
    [yes] pozostaje najwyżej { $remaining } EUR
   *[no] pozostaje { $remaining } EUR
  }
page_of = Dostępna kwota: { $undertaking }
page_terms = dzień: { $on }; pomoc{ $state_given ->
    [yes] { " " }przyznawana przez państwo { $state }
   *[no] { "" }
  } w ramach { $regime }; { -ceiling }: { $ceiling } EUR.
page_used = Pomoc ({ granted_between }) wykorzystuje { $used } EUR.
page_own = Pomoc ({ granted_between }) wykorzystuje { $used } EUR; powyższy okres jest pełniejszy i także obejmuje tę datę.
page_more = Więcej od dnia { $on }: pozostaje wtedy { $remaining } EUR.
page_view = Jak ocenia się przyznania strony { $party }, z tym, co sama stwierdziła.
page_everybody = Według tego, na czym opierają się wszyscy, pozostaje { $remaining } EUR.
page_exceeded = Kwota przekroczenia: { $excess } EUR ({ -ceiling } jest niższy).
page_no_release = Po tej dacie żadna policzona pomoc nie wychodzi z okresu.
page_coverage = { $from_given ->
    [yes] { $regime }: rejestr obejmuje to od dnia { $from }; pomoc bez kwoty: { $uncounted }, w ramach nieznanego systemu: { $unknown }
   *[no] { $regime }: nie wiadomo o rejestrze, który by to obejmował; potrzebne jest oświadczenie o innej pomocy; pomoc bez kwoty: { $uncounted }, w ramach nieznanego systemu: { $unknown }
  }

### Headings and labels of pages

page_title = { $title } - AidLedger
page_skip = Przejdź do treści
page_navigation = Nawigacja główna
page_headroom = Dostępna kwota
page_interface = Interfejs
page_codes = Kody
page_checkpoint = Punkt kontrolny
page_footer = Stan wiedzy w punkcie kontrolnym; nie jest to porada prawna ani zezwolenie.
page_languages = Języki
terms_unverified = terminy tego tłumaczenia nie zostały sprawdzone z Dziennikiem Urzędowym
page_question = Ile pomocy jest jeszcze możliwe?
page_again = Zapytaj ponownie
page_fault = { $message }: { $hint }
page_why = Dlaczego
page_entry = wpis { $position }
page_releases = Kiedy zwolni się więcej
page_as_known = Według pomocy znanej obecnie
page_on = Dzień
page_frees_up = Zwalnia się, EUR
page_left_then = Pozostaje wtedy, EUR
page_rests_on = Na czym się to opiera
page_check = Sprawdź to samodzielnie
page_no_trust = Nie wymaga to zaufania do tego serwera: kwoty oblicza się na nowo z podpisanych wpisów.
page_undertaking = Przedsiębiorstwo
page_undertaking_such = na przykład NID:FI:1234567-1
page_state = Państwo przyznające
page_state_usual = to, które przyznawało
page_regime = System
page_regime_of = { $title } ({ $act })
page_date = Dzień przyznania
page_date_empty = puste: dziś
page_party = Jak przyznania strony
page_party_empty = identyfikator strony; puste: według tego, na czym opierają się wszyscy
page_purpose = W jakim celu
page_purpose_kept = wymagane od podmiotów hostujących; jest zapisywane
page_show = Pokaż dostępną kwotę
page_which_route = Jaka ścieżka?
page_amount = Planowana kwota, EUR
page_amount_such = np. 37000.00: które podstawy na nią pozwalają; puste, jeśli żadna
page_document = Całość jako OpenAPI 3.1
page_conventions = Kwoty są napisami dziesiętnymi; daty są datami kalendarzowymi państwa przyznającego; każdy problem odsyła do swojego wyjaśnienia.
page_routes = Ścieżki
page_routes_whose = Ścieżki i kto może z nich korzystać
page_route = Ścieżka
page_what = Co
page_table = Tabela
page_errors = Kody, oznaczenia i problemy

### Problems: what a server answers instead

# Titles

problem_too_large = Treść jest zbyt duża
problem_quota_exceeded = Zbyt wiele żądań
problem_malformed = Żądanie jest nieprawidłowe
problem_wrong_ledger = Oświadczenie jest przeznaczone dla innego rejestru
problem_granted_before_statement = Przyznanie jest starsze niż jego oświadczenie
problem_unknown_signer = Podpisujący nie jest tu znany
problem_key_revoked = Klucz jest unieważniony
problem_bad_signature = Podpis jest nieważny
problem_party_suspended = Strona jest zawieszona
problem_event_id_reused = Identyfikatora zdarzenia użyto dla innych bajtów
problem_read_only = Obecnie nie przyjmuje się oświadczeń
problem_token_required = Wymagany jest token
problem_not_allowed = Nie dla tego wywołującego
problem_not_found = Nie znaleziono
problem_method_not_allowed = Ścieżka ma inne metody
problem_request_timeout = Treść nie nadeszła na czas
problem_pack_mismatch = Bajty nie są pakietem o tej nazwie
problem_unsupported_media_type = Oczekiwany jest inny typ treści
problem_state_needed = Potrzebne jest państwo przyznające
problem_no_ceiling = Nieznany { -ceiling }
problem_index_behind = Strona odczytu jest opóźniona lub zamknięta
problem_look_not_recorded = Nie pokazuje się niczego, czego nie można zapisać
problem_too_busy = Zbyt wiele żądań naraz
problem_internal = Serwer zawiódł

# Details

why_address_busy = zbyt wiele żądań z tego adresu w ciągu minuty
why_batch_long = liczba wierszy: { $count }, przyjmuje się najwyżej { $most }; proszę wysłać kilka partii
why_batches_busy = zbyt wiele partii naraz; proszę wysłać tę ponownie
why_body_large = przyjmuje się tu najwyżej { $most } bajtów
why_body_late = proszę wysłać całą treść bez długich przerw
why_entry_unreadable = wpisu na pozycji { $position } nie można odczytać: { $why }
why_foreign_lines = wierszy niebędących oświadczeniami jest więcej niż { $most }: odtąd żadnego nie sprawdzano
why_in_hand = zbyt wiele żądań jest w toku
why_log_unreadable = dziennika nie można tu odczytać; przyczynę podaje dziennik serwera
why_look_not_kept = nie pokazuje się niczego, czego nie można zapisać; przyczynę podaje dziennik serwera
why_looks_unreadable = zapisu wglądów nie można tu odczytać; przyczynę podaje dziennik serwera
why_media = proszę wysłać to jako jedno z: { $media }
why_no_answer = nie udało się sporządzić odpowiedzi; zob. dziennik serwera
why_no_body = partia ma treść
why_no_entry = brak wpisu na pozycji { $position }
why_no_file = brak takiego pliku dziennika; kafelki częściowe istnieją tylko dla opublikowanych punktów kontrolnych
why_no_json = jego treść nie jest JSON
why_no_party = rejestr nie ma strony `{ $party }`
why_not_cosigned = nie podpisano tu punktu kontrolnego takiego dziennika
why_everybodys_view = wnioskodawcy odpowiada się według tego, na czym opierają się wszyscy
why_own_view = token odpowiada tylko z perspektywy `{ $own }`, nie `{ $named }`; proszę pominąć `as-party`
why_own_duties = token odpowiada tylko o obowiązkach `{ $own }`, nie `{ $named }`; proszę pominąć `party`
why_only_pseudonyms = nie ma takiej ścieżki; jedyną jest POST /v1/pseudonyms
why_no_register_key = rejestr ten nie ma klucza dla tego państwa
why_who_may_ask = dziennika, który mówi, kto może pytać, nie można teraz odczytać
why_host_needed = potrzebny jest tu token podmiotu hostującego
why_asked_often = strona ta pytała tak często, jak może w ciągu godziny
why_asker_not_recorded = nie można teraz zapisać, kto pyta, zatem nie udziela się odpowiedzi
why_no_path = nie ma takiej ścieżki; wymienia je GET /docs
why_not_open = rejestr ten nie jest otwarty: proszę zapytać GET /v1/undertakings/{"{"}id{"}"}/headroom z tokenem
why_not_recorded = teraz nie zapisano; proszę za chwilę wysłać te same bajty ponownie
why_other_host = otwarty rejestr odpowiada tylko pod 127.0.0.1, [::1] i localhost
why_other_method = nagłówek Allow wymienia metody tej ścieżki
why_own_group = token otwiera tylko własne przedsiębiorstwo i jego grupę
why_own_looks = token otwiera tylko wglądy we własne przedsiębiorstwo
why_own_statements = token otwiera tylko oświadczenia własnej strony
why_pack_not_kept = teraz nie zachowano; proszę za chwilę wysłać te same bajty ponownie
why_past_door = do obsługi dotarto z pominięciem jej drzwi
why_reads_busy = zbyt wiele odczytów naraz
why_role = rola { $role } nie może korzystać z tej ścieżki
why_room_full = zbyt wiele jest w drodze; proszę wysłać to ponownie
why_short = maszynie brakuje teraz zasobów; proszę zapytać ponownie za chwilę
why_streams_busy = zbyt wiele strumieni jest otwartych; proszę czytać /v1/events
why_token_closed = token niczego tu nie otwiera: nie należy do tego rejestru albo nie jest już ważny
why_token_needed = ścieżka ta wymaga tokenu: Authorization: Bearer <token>
why_until_looked = niczego się nie zapisuje, dopóki operator nie sprawdzi; przyczynę podaje dziennik serwera
why_until_restart = niczego się nie zapisuje do ponownego uruchomienia; przyczynę podaje dziennik serwera

### What a code is about in a statement

sentence_about = { $meaning }: { $about }
to_be_done = co można zrobić: { $way }
all_said = { $said }
about_listed = { $names }
about_role = { $kind }: podpisuje { $wanted }; { $party } ma role { $has }
about_owner = { $named }, stwierdzone przez { $party }
about_mandate = { $party } dla { $authority }{ in_state } w dniu { $on }
about_base_rate = { -base-rate }{ in_state } na dzień { $on }
about_taken = { $award } z dnia { $on }, na pozycji { $position }
about_record = { $award } z dnia { $on } jest zapisana na pozycji { $position }{ $gge_given ->
    [yes] { " " }z kwotą { $gge } EUR
   *[no] { "" }
  }
about_expired = { $award } wygasła w dniu { $until }, przed dniem { $on }
about_act = { $regime } w dniu { $on }
about_sector = NACE { $nace } w ramach { $regime }
about_conditions = { $conditions } w ramach { $regime }
about_price = jedna { $unit } w { $system } w dniu { $on }
about_rate = { $currency } w dniu { $on }
about_service = usługa { $service }, na którą jest { $count ->
    [one] { $count } inna pomoc
    [few] { $count } inne pomoce
   *[many] { $count } innych pomocy
  }{ $named_given ->
    [yes] , w tym { $named }
   *[no] { "" }
  }
about_whom = { $undertaking } w dniu { $on }
about_form = pomoc w formie { $form } w ramach { $regime } w dniu { $on }
about_ceiling = z nią wykorzystano { $after } EUR z { $limit } EUR{ in_state }{ $from_given ->
    [yes] , przyznano od dnia { $from } do dnia { $to }
   *[no] { $to_given ->
        [yes] , przyznano do dnia { $to }
       *[no] { "" }
      }
  }
about_day = { $on }
about_waiting = { awards }{ $named_given ->
    [yes] , w tym { $named }
   *[no] { "" }
  }
about_circle = { $controlled } już kontroluje { $controller }
about_others = z tym, co inne strony stwierdziły o tym, kto do siebie należy, zostałaby odrzucona
about_separated = czy działalność i koszty są rozdzielone
about_range = pomoc nie ma najwyższej kwoty

### The problem of a statement without effect

refused = Odrzucone
deferred = Odroczone: musi rozstrzygnąć człowiek
recorded_as = zapisano na pozycji { $position } jako { $outcome }: { $code }
room_left = { -ceiling(form: "pl") } pozostawiają w tej dacie { $largest } EUR
fits_on = cała kwota mieści się od dnia { $day }
as_said = { $text }
above_the_ceiling = cała kwota nigdy się nie mieści: { $amount } EUR to więcej niż { -ceiling } wynoszący { $ceiling } EUR
no_date = cała kwota nie mieści się w żadnym znanym dniu{ $last_given ->
    [yes] : w ramach { $regime } po dniu { $last } niczego nie można przyznać
   *[no] { " " }w ramach { $regime }
  }
waive_first = mieści się, jeżeli wcześniej nastąpi zrzeczenie się { $awards } i zwrot tego, co z niej wykorzystano
other_regime = w ramach { $regime } przyznanie to zostałoby dopuszczone; pozostaje tam { $remaining } EUR

### What `submit` says of each statement

sent_line = { $name_given ->
    [yes] wiersz { $line }, { $name }: { $said }
   *[no] wiersz { $line }: { $said }
  }
sent_known = { $said } (wysłane przy wcześniejszym uruchomieniu)
sent_admitted = dopuszczone na pozycji { $position }
sent_recorded = zapisane na pozycji { $position }
sent_reported = zapisane na pozycji { $position }; zgłoszenie nikogo nie pyta i liczy się niezależnie od tego, ile wynosi { -ceiling }
sent_conferred = zapisane na pozycji { $position }; co już nadano, nikogo nie pyta i liczy się niezależnie od tego, ile wynosi { -ceiling }
sent_refused = ODRZUCONE na pozycji { $position }, bez skutku: { $why }
sent_deferred = ODROCZONE na pozycji { $position }, bez skutku do rozstrzygnięcia przez człowieka: { $why }
sent_word = { $meaning } ({ $word })
sent_left = { $state_given ->
    [yes] pozostaje potem { $left } EUR z { $limit } EUR (państwo: { $state }; okres od dnia { $from } do dnia { $to })
   *[no] pozostaje potem { $left } EUR z { $limit } EUR (okres od dnia { $from } do dnia { $to })
  }
sent_over = { $state_given ->
    [yes] z nim { $after } EUR z { $limit } EUR (państwo: { $state }; okres od dnia { $from } do dnia { $to }), o { $excess } EUR za dużo
   *[no] z nim { $after } EUR z { $limit } EUR (okres od dnia { $from } do dnia { $to }), o { $excess } EUR za dużo
  }
sent_left_unknown = nie wiadomo, ile potem pozostaje: pomoc w okresie nie ma znanej kwoty
sent_worth = { $said }: { $worth }
sent_note = uwaga: { $note }
sent_way_out = wyjście: { $way }
way_now = teraz mieści się do { $largest } EUR, jako nowe zdarzenie z własnym identyfikatorem
way_nothing_now = w tej dacie nie mieści się nic, nawet najmniejsza kwota
way_day = całość mieści się w dniu { $day }, według pomocy znanej obecnie
way_waive = zrzec się { $amount } EUR wcześniejszej pomocy i zwrócić ją przed przyznaniem (award.waived przez stronę, która ją przyznała)
way_waive_award = { $award } liczy się tam w kwocie { $counted } EUR i można się jej zrzec
way_explain = dlaczego, krok po kroku: aid-audit explain { $source } --position { $position }
way_regime = { $regime } pozostawia { $remaining } EUR, o ile spełnione są jego własne warunki
sent_turned_away = ZWRÓCONE z { $status } { $code }, niczego nie zapisano: { $detail }
sent_not_sent = NIEWYSŁANE: { $why }
sent_fault = { $pointer }: { $message }; { $hint }
sent_counts = { $lines ->
    [one] { $lines } oświadczenie
    [few] { $lines } oświadczenia
   *[many] { $lines } oświadczeń
  }, w tym wysłane przy wcześniejszym uruchomieniu: { $known }
sent_became = dopuszczone { $admitted }, zapisane { $recorded }, odrzucone { $refused }, odroczone { $deferred }, zwrócone { $turned_away }, niewysłane { $not_sent }
sent_receipts = potwierdzenia: { $folder }
sent_ends = kod wyjścia { $code }: { $meaning }
sent_all = każde oświadczenie wywołało skutek
sent_some_without_effect = każde oświadczenie ma potwierdzenie, a niektóre nie wywołały skutku
sent_some_without_receipt = niektóre oświadczenia nie mają potwierdzenia; proszę je poprawić albo ponownie uruchomić polecenie

### What an audit says

exit_sound = poprawny w niżej podanym zakresie
exit_could_not_run = nie można było wykonać: czegoś nie da się odczytać
exit_unsound = DOWIEDZIONA NIEPRAWIDŁOWOŚĆ
exit_verdict_differs = poprawne bajty, ale rozstrzygnięcie różni się przy odtworzeniu
exit_incomplete = niepełny: czegoś brakuje, nie da się odtworzyć lub nie jest ustalone
exit_state_corrupt = własny stan audytora jest uszkodzony
exit_packs_differ = porównane pakiety rozstrzygają różnie
verdict_differs = { $citation_given ->
    [yes] rozstrzygnięcie różni się w `{ $member }` ({ $citation })
   *[no] rozstrzygnięcie różni się w `{ $member }`
  }
differs = RÓŻNI SIĘ od zapisanego
judged_by_other_build = rozstrzygnięcia odtąd zapadły według reguł innego wydania (wydanie { $release }, skrót { $theirs }; skrót tego wydania to { $ours }): dopóki semantyka wynosi 0, żadne wydanie nie obiecuje rozstrzygnięć innego, zatem nie są odtwarzane; proszę sprawdzić tamtym wydaniem
written_by_other_build = zapisało to inne wydanie (wydanie { $release }), a to nie może tego odczytać: { $error }; dopóki semantyka wynosi 0, żadne wydanie nie obiecuje odczytać tego, co zapisało inne; proszę sprawdzić tamtym wydaniem
semantics_unknown = to wydanie nie zna obowiązującej tu semantyki { $semantics }: rozstrzygnięcia odtąd nie są odtwarzane
rules_to_adopt = obowiązują reguły innego wydania (wydanie { $release }): niczego się nie zapisuje, dopóki organ do spraw reguł nie przyjmie reguł tego wydania poleceniem `aidledger engine adopt`
line_stated = { $event }, strona { $party }
line_award = { $award }{ $beneficiary_given ->
    [yes] { " " }dla { $beneficiary }
   *[no] { "" }
  }{ $on_given ->
    [yes] { " " }przyznana w dniu { $on }
   *[no] { "" }
  }
check_line = { $rule } od dnia { $from } do dnia { $to }: { $after } z { $limit }, pozostaje { $left }
checked_head = punkt kontrolny obejmujący { $size ->
    [one] { $size } wpis
    [few] { $size } wpisy
   *[many] { $size } wpisów
  } jest podpisany kluczem, który dziennik wskazuje przy tej wielkości
checked_tree = każda paczka, każdy kafelek skrótów każdego poziomu i korzeń wynikają z wpisów
checked_entries = pierwsze wpisy, w liczbie { $entries }: podpis, klucz i strona czynne na pozycji, uprawnienie, żaden identyfikator zdarzenia nie powtarza się
checked_verdicts = rozstrzygnięcia obliczone ponownie z oświadczeń i przyjętych pakietów: { $verdicts }
checked_consistency = spójność z { $name } (liczba wpisów: { $size })
checked_cosigned = współpodpisali: { $witnesses }
open_without_head = wszystko inne: bez czytelnego punktu kontrolnego nic nie mówi, jak daleko sięga dziennik
open_entries = wpisy od { $from } do { $to }: nie można było ich odtworzyć
open_verdicts = rozstrzygnięcia, których to wydanie nie ma ponownie obliczać: { $verdicts } (z nich wydałoby tak samo: { $same })
open_semantics = semantyka 0: bez obietnicy, że późniejsze wydanie obliczy te rozstrzygnięcia ponownie
open_whose = czyj to dziennik: widziany po raz pierwszy, sam ustalił swój identyfikator
open_other_histories = czy innym pokazano inną historię: nie wymagano kworum świadków
open_rollback = czy dziennik cofnięto: nie jest znana wcześniejsza głowa
open_left_out = czy zgłoszono każdą pomoc: dziennik dowodzi tego, co w nim jest, nie tego, co pominięto
open_truth = czy prawdą jest to, co oświadczają podpisujący, i czy pakiety dobrze oddają prawo
open_clock = zegar serwera: czasy zapisu są jego słowem, sprawdzono tylko ich kolejność
open_journal = dziennik zapisu i indeks serwera: odczytuje je `aidledger fsck`

### The list of a log

list_position = pozycja
list_recorded = zapisano
list_type = typ
list_party = strona
list_award = pomoc
list_beneficiary = beneficjent
list_granted = przyznano
list_outcome = wynik
list_gge = EDB
list_remarks = uwagi

### The report of an audit, and what it finds

report_title = Sprawozdanie z audytu
report_answer = { $meaning } (wyjście { $code })
report_source = źródło
report_ledger = rejestr
report_origin = nazwa
report_pinned_by = ustalono
report_size = wielkość
report_root = korzeń
report_not_reproduced = nie odtworzono
report_unknown = nieznane
report_nothing = niczym
report_findings = ustalenia ({ $count })
report_finding = { $kind }: { $what }
report_entries = wpisy
report_counts = { $event }: { $outcomes }
report_count = { $count } { $outcome }
report_bypasses = ominięcia sprawdzenia ({ $count })
report_interpretations = rozstrzygnięto w drodze interpretacji ({ $count })
report_compromised = podpisano ujawnionym kluczem ({ $count })
report_governance = zarządzanie ({ $count })
report_checked = sprawdzono
report_not_checked = NIE sprawdzono
report_none = brak
report_more = .. sprawozdanie w JSON zawiera więcej
note_signed_by = podpisano `{ $kid }`
note_subject = { $event } { $subject }, strona { $party }
note_bypass = { $flag }: { $subject }
note_interpretation = { $flag } w ramach { $rules }: { $outcome }, { $subject }
found_in_file = `{ $file }`: { $what }
found_at_byte = `{ $file }` bajt { $offset }: { $what }
found_at = pozycja { $position }: { $what }
found_both = { $what }: zapisano { $recorded }, obliczono ponownie { $recomputed }
found_none = brak
found_no_head = nie opublikowano głowy
found_no_utf8 = nie jest to UTF-8
found_rolled_back = cofnięto: { $name } ma wpisów { $size }, dziennik ten pokazuje { $shown }
found_two_histories = dwie historie: { $name } ma przy wielkości { $size } korzeń { $root }, dziennik ten ma { $own }; proszę zachować obie
found_root = korzeń podpisany { $signed }, korzeń obliczony { $computed }, liczba wpisów { $size }
found_unfounded = nie można było odtworzyć wpisu założycielskiego, zatem nie jest znany żaden klucz tego dziennika
found_origin = jego nazwa to `{ $origin }`, a nazwa rejestru to `{ $own }`
found_signature = { $error }; znalezione identyfikatory kluczy { $keys }, tu dozwolone { $allowed }
found_no_key_line = brak wiersza klucza weryfikacji
found_key_line = identyfikator klucza { $key }, gdzie dziennik ma { $allowed }
found_other_ledger = inny rejestr niż wcześniej: miejsce to pokazywało `{ $before }`, teraz pokazuje `{ $own }`
found_no_ledger = nie da się odróżnić od żądanego rejestru `{ $id }`
found_not_asked = jest to rejestr `{ $own }`, nie `{ $id }`, o który pytano
found_unpinned = nic nie mówi, że `{ $own }` jest zamierzonym dziennikiem: proszę podać jego identyfikator lub klucz (--log) albo politykę
found_rotated = dziennik nie podpisuje już żądanym kluczem; aby śledzić zmianę, proszę ustalić jego identyfikator rejestru
found_not_by_key = { $error }: żądano identyfikatora klucza { $key }
found_no_quorum = kworum świadków z polityki nie jest osiągnięte; współpodpisali: { $names }
found_not_by_policy = nie pochodzi z dziennika polityki: { $error }
found_gone = { $what }: brak wpisów od { $first } do { $last } do odtworzenia
found_leaf = skrót jego liścia to { $computed }, `{ $tile }` ma { $stated }
found_tile = ma { $stated }, wpis w `{ $bundle }` ma { $computed }
found_node = ma { $stated }, wpisy od { $first } do { $last } pod nim mają { $computed }
found_pack_digest = bajty pakietu { $pack } mają skrót { $computed }
found_pack_unread = to wydanie nie może skompilować pakietu { $pack }: { $fault }
found_no_pack = brak bajtów pakietu { $pack }
found_from_here = { $what }; rozstrzygnięć odtąd nie można obliczyć ponownie

### The class of an enterprise by size

class_micro = mikroprzedsiębiorstwo
class_small = małe przedsiębiorstwo
class_medium = średnie przedsiębiorstwo
class_large = nie jest MŚP
size_perhaps = { $class } lub większe
size_class = { $undertaking } w dniu { $on }: { $class }
size_open = { $undertaking } w dniu { $on }: kategorii nie da się ustalić na podstawie zapisów; co najmniej { $best }, co najwyżej { $worst }
size_public = podmioty publiczne posiadają { $capital } % kapitału i { $votes } % praw głosu, z pominięciem inwestorów z wykazu: { $bars ->
    [yes] nie jest to MŚP, niezależnie od danych liczbowych
   *[no] ze względu na to, czego nie zapisano, może to nie być MŚP, niezależnie od danych liczbowych
  }
size_declared = nie zapisano żadnych sprawozdań; kategoria jest kategorią oświadczoną, na której polega się w dobrej wierze i którą można sprawdzić
size_contradicted = oświadczono: { $stated }; sprawozdania wskazują inną kategorię
size_readings = dwie wykładnie: według powiązań w dniu, o który zapytano { $day }, według powiązań w ostatnim dniu każdego okresu { $closing }; o tym, która rozstrzyga, decyduje parametr wykładni
size_more_than_whole = oświadczono o posiadaniu więcej niż całości kapitału lub praw głosu { $undertaking }; któreś oświadczenie jest błędne
size_sum = { $awu } rocznych jednostek pracy, obrót { $turnover } EUR, suma bilansowa { $balance } EUR{ $complete ->
    [yes] { "" }
   *[no] { " " }co najmniej, gdyż brakuje niektórych danych
  }
size_total = łącznie: { $sum }
size_itself = { $undertaking } samo, sprawozdanie za { $year }: { $sum }
size_linked = { $undertaking }, powiązane, w całości, sprawozdanie za { $year }: { $sum }
size_partner = { $undertaking }, partnerskie lub powiązane z partnerskim, { $percent } % sprawozdania za { $year }: { $sum }
size_consolidated = { $undertaking }: ujęte w skonsolidowanym sprawozdaniu innego, niedodane ponownie
size_no_accounts = { $undertaking }: brak zapisanego sprawozdania, z którego dodano by { $percent } %
size_period = okres { $year }, zamknięty w dniu { $closed_on }{ $estimate ->
    [yes] { " " }(szacunek)
   *[no] { "" }
  }: { $sum }; sam w sobie { $class }
size_no_period = okresu nie zapisano: jakikolwiek był
size_missing = brakuje: { $what }
size_missing_own = sprawozdania samego przedsiębiorstwa; proszę je oświadczyć
size_missing_accounts = sprawozdania { $undertaking } za ostatni okres; proszę je oświadczyć
size_missing_period = sprawozdań przedsiębiorstw powiązanych lub partnerskich za okres { $year }; proszę je oświadczyć
size_missing_own_period = sprawozdania przedsiębiorstwa za rok między zapisanymi lub po nich; proszę je oświadczyć
size_missing_rate = kursu walutowego do sprawozdania { $undertaking }; proszę go opublikować
size_missing_market = informacji, czy { $one } i { $other }, kontrolowane przez te same osoby, działają na tym samym rynku lub rynkach pokrewnych; proszę to oświadczyć
size_missing_authority = budżetu i liczby mieszkańców { $undertaking }; proszę je oświadczyć
size_missing_invested = informacji, ile aniołowie biznesu zainwestowali w { $undertaking }; proszę to oświadczyć
size_unknown = pod { $undertaking } niczego nie zapisano

### Recovery interest

interest_owed = { $decision } wobec { $undertaking }: w dniu { $on } należne jest { $owed }, kwota główna { $principal } i odsetki { $interest }
interest_unknown = { $decision } wobec { $undertaking }: nie da się ustalić, ile jest należne w dniu { $on }; kwota główna { $principal }, a odsetki nie mają wartości, co nie oznacza zera
interest_no_rate = nie zapisano { -base-rate(form: "gen") } odzyskującego państwa na dzień { $on }; proszę ją opublikować
interest_no_day_count = nakaz liczy dni według { $count }, czego tu nie znamy; znane są { $known }
interest_by_analogy = stopa jest stopą decyzji Komisji o odzyskaniu pomocy; przez analogię należne byłoby { $owed }, w tym { $interest } odsetek
interest_annulled = decyzji stwierdzono nieważność w dniu { $on }: nic nie jest na jej podstawie należne
interest_suspended = odzyskiwanie zawieszono w dniu { $on }; odsetki biegną nadal aż do odzyskania pomocy
interest_overpaid = zapłacono { $amount }, które nie było należne
interest_no_order = nie zapisano nakazu odzyskania na podstawie { $decision }
interest_step = { $from } – { $to }: { $rate } % rocznie ({ -base-rate } od dnia { $from_rate }), za te dni, od { $bearing }: { $accrued }
interest_whole_year = { $from } – { $to }: { $rate } % ({ -base-rate } od dnia { $from_rate }), cały rok, od { $bearing }: { $accrued }
interest_mixed_money = wypłata lub zapłata jest w innej walucie niż { $currency }, w której wyrażono nakaz
interest_reading = { $reading }: należne byłoby { $owed }
interest_reading_credit = zapłaty zaliczone w inny sposób
interest_reading_february = inna rocznica ostatniego dnia lutego w roku przestępnym
interest_reading_below_zero = stopy poniżej zera traktowane inaczej
