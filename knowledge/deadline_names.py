"""Names of the events that start a deadline for a foreign resident, and of the actions that are due."""

from enum import StrEnum


class Event(StrEnum):
    """What happened or will happen; the comment says which day is asked for."""

    ARRIVAL = "arrival"  # day of entry into Korea
    STAY_ENDS = "stay_ends"  # last day of the permitted period of stay; with F-5 the last day of the card
    ADDRESS_CHANGE = "address_change"  # day of moving in
    PASSPORT_CHANGE = "passport_change"  # day of issue of the new passport
    DETAILS_CHANGE = "details_change"  # day on which name, sex, date of birth or nationality changed
    SCHOOL_CHANGE = "school_change"  # day of the change of school or organisation
    SCHOOL_LEFT = "school_left"  # day on which leave of absence, withdrawal or expulsion begins
    TRAINING_STARTED = "training_started"  # first day of a D-10 holder's training or internship
    CHILD_SCHOOL_CHANGE = "child_school_change"  # day on which a registered child starts, changes or leaves school
    WORKPLACE_CHANGE = "workplace_change"  # first day at a first, new or second workplace
    JOB_OR_INCOME_CHANGE = "job_or_income_change"  # day on which kind of job or yearly income changed
    CONTRACT_ENDED = "contract_ended"  # last day of the employment contract, also after a dismissal
    WORKPLACE_CHANGE_APPLIED = "workplace_change_applied"  # day of an E-9 worker's application at the Employment Center
    CHILD_BORN = "child_born"  # day of birth in Korea; nationality of the child not known
    CHILD_BORN_FOREIGN = "child_born_foreign"  # day of birth in Korea of a child that is not Korean
    CHILD_BORN_KOREAN = "child_born_korean"  # day of birth in Korea of a child that is Korean by birth
    NATIONALITY_LOST = "nationality_lost"  # day on which Korean nationality was lost
    DIPLOMATIC_STATUS_ENDED = "diplomatic_status_ended"  # day on which the diplomatic or official position ended
    TURNED_17 = "turned_17"  # 17th birthday of a registered child without a card
    MARRIED_KOREAN_ABROAD = "married_korean_abroad"  # day of a marriage to a Korean, concluded abroad
    DIVORCE_CONFIRMED = "divorce_confirmed"  # day of receiving the court's confirmation of a divorce by agreement
    DIVORCED = "divorced"  # day on which the divorce took effect
    TRIP_ABROAD = "trip_abroad"  # day of departure of someone who wants to come back
    LEAVING_FOR_GOOD = "leaving_for_good"  # day of departure of someone who gives up the stay
    REFUGEE_REFUSED = "refugee_refused"  # day of receiving the refusal
    REMOVAL_ORDERED = "removal_ordered"  # day of receiving the removal order


class What(StrEnum):
    """The action that is due; keys of texts that are kept elsewhere."""

    REGISTER = "register"
    REGISTER_OR_REPORT_RESIDENCE = "register_or_report_residence"
    EXTEND_STAY = "extend_stay"
    RENEW_PERMANENT_CARD = "renew_permanent_card"
    CHANGE_TO_F4 = "change_to_f4"
    EMPLOYER_ASKS_EXTENSION = "employer_asks_extension"
    EMPLOYER_ASKS_REENTRY = "employer_asks_reentry"
    REPORT_ADDRESS = "report_address"
    REPORT_ADDRESS_F4 = "report_address_f4"
    REPORT_PASSPORT = "report_passport"
    REPORT_DETAILS = "report_details"
    REPORT_SCHOOL = "report_school"
    SCHOOL_TELLS_IMMIGRATION = "school_tells_immigration"
    REPORT_TRAINING = "report_training"
    REPORT_CHILD_SCHOOL = "report_child_school"
    GET_WORKPLACE_PERMISSION = "get_workplace_permission"
    GET_PART_TIME_PERMISSION = "get_part_time_permission"
    GET_ACTIVITY_PERMISSION = "get_activity_permission"
    REPORT_WORKPLACE = "report_workplace"
    REPORT_JOB = "report_job"
    APPLY_FOR_WORKPLACE_CHANGE = "apply_for_workplace_change"
    EMPLOYER_TELLS_IMMIGRATION = "employer_tells_immigration"
    ASK_ABOUT_D10 = "ask_about_d10"
    APPLY_FOR_CHILD_STATUS = "apply_for_child_status"
    REPORT_BIRTH = "report_birth"
    APPLY_FOR_CHILD_BENEFITS = "apply_for_child_benefits"
    APPLY_FOR_STATUS = "apply_for_status"
    CHANGE_STATUS = "change_status"
    APPLY_FOR_CARD = "apply_for_card"
    HAND_IN_MARRIAGE_CERTIFICATE = "hand_in_marriage_certificate"
    REPORT_DIVORCE = "report_divorce"
    CLAIM_PROPERTY = "claim_property"
    ASK_ABOUT_STAY_AFTER_DIVORCE = "ask_about_stay_after_divorce"
    COME_BACK = "come_back"
    GET_REENTRY_PERMIT = "get_reentry_permit"
    CLAIM_DEPARTURE_INSURANCE = "claim_departure_insurance"
    WORK_AGAIN_UNDER_EPS = "work_again_under_eps"
    WORK_AGAIN_AS_COMMITTED_WORKER = "work_again_as_committed_worker"
    CLAIM_PENSION_REFUND = "claim_pension_refund"
    OBJECT_TO_REFUSAL = "object_to_refusal"
    OBJECT_TO_REMOVAL = "object_to_removal"
