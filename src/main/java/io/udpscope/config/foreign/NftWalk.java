package io.udpscope.config.foreign;

import io.udpscope.model.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The way of packets through chains, from one of {@code prerouting} on, as rules of which the first
 * that matches decides. A jump puts the rules of its chain in its own place, narrowed by what it
 * looks at; what leaves a chain early is a rule that lets packets alone where nothing else would
 * meet them, and has no place in an order of rules elsewhere. Sources: nft(8), {@code nft_do_chain}
 * in net/netfilter/nf_tables_core.c.
 */
final class NftWalk {
  /** {@code NFT_JUMP_STACK_SIZE}. */
  private static final int DEEPEST = 16;

  /** A chain is followed as often as something leads there: so many rules at the most. */
  private static final int MOST_STEPS = 10_000;

  /**
   * What packets of a chain have in common.
   *
   * @param meetsNothingMore where the chain ends, no other rule is left for them
   * @param depth jumps that lead here
   */
  private record Context(NftMatch match, boolean meetsNothingMore, int depth) {
    Context inside(NftMatch narrower, boolean last) {
      return new Context(narrower, last, depth + 1);
    }
  }

  private final Map<String, List<NftRule>> rules;
  private final BiConsumer<NftRule, List<Rule>> made;
  private final BiConsumer<NftRule, String> unsaid;
  private final Set<String> reached = new HashSet<>();
  private boolean isLastChain;
  private int steps;

  /**
   * @param rules by {@link NftRule#chain}: those that decide on UDP packets
   * @param made takes rules of ours, or refuses them by an {@link UnsaidException}
   * @param unsaid takes what no rule of ours says, and why
   */
  NftWalk(
      Map<String, List<NftRule>> rules,
      BiConsumer<NftRule, List<Rule>> made,
      BiConsumer<NftRule, String> unsaid) {
    this.rules = rules;
    this.made = made;
    this.unsaid = unsaid;
  }

  /**
   * @param chain of {@code prerouting}
   * @param isLast no other such chain decides after it
   */
  void follow(String chain, boolean isLast) {
    isLastChain = isLast;
    List<NftRule> first = rules.getOrDefault(chain, List.of());
    if (!first.isEmpty()) {
      follow(chain, new Context(first.get(0).anything(), isLast, 0));
    }
  }

  boolean hasReached(String chain) {
    return reached.contains(chain);
  }

  private void follow(String chain, Context context) {
    reached.add(chain);
    List<NftRule> inside = rules.getOrDefault(chain, List.of());
    for (int i = 0; i < inside.size(); i++) {
      try {
        follow(inside.get(i), i == inside.size() - 1, context);
      } catch (UnsaidException e) {
        unsaid.accept(inside.get(i), e.getMessage());
      }
    }
  }

  private void follow(NftRule rule, boolean isLast, Context context) {
    if (++steps > MOST_STEPS) {
      throw new UnsaidException("its chains lead to one another too often");
    }
    switch (rule.effect()) {
      case DNAT -> made.accept(rule, rule.dnat(context.match()));
      case JUMP -> enter(rule, context, isLast && context.meetsNothingMore());
      case GOTO -> goTo(rule, isLast, context);
      case RETURN -> leave(rule, isLast, context);
      case ACCEPT -> accept(rule, isLast, context);
      case NONE -> {}
      case OTHER -> rule.match(context.match()); // refuses
    }
  }

  private void enter(NftRule rule, Context context, boolean isLast) {
    reached.add(rule.target());
    if (!rules.containsKey(rule.target())) {
      return; // nothing there decides on UDP
    }
    NftMatch match = rule.match(context.match());
    if (context.depth() == DEEPEST) {
      throw new UnsaidException("more than " + DEEPEST + " jumps lead from chain to chain");
    }
    follow(rule.target(), context.inside(match, isLast));
  }

  /** The chain that it leads to returns past this one. */
  private void goTo(NftRule rule, boolean isLast, Context context) {
    if (!isLast && !context.meetsNothingMore()) {
      reached.add(rule.target());
      throw new UnsaidException("it goes on in a chain that returns past its own");
    }
    enter(rule, context, context.meetsNothingMore());
    leave(rule, isLast, context);
  }

  private void leave(NftRule rule, boolean isLast, Context context) {
    if (!isLast && !context.meetsNothingMore()) {
      throw new UnsaidException("what returns there meets other rules");
    }
    if (!isLast) {
      made.accept(rule, rule.passed(context.match()));
    }
  }

  private void accept(NftRule rule, boolean isLast, Context context) {
    if (isLast && (context.depth() == 0 || context.meetsNothingMore())) {
      return; // as without it
    }
    if (!isLastChain) {
      throw new UnsaidException("what it accepts meets other chains of prerouting");
    }
    made.accept(rule, rule.passed(context.match()));
  }
}
