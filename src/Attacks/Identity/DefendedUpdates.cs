using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Privacy;

namespace Federated.Attacks.Identity;

/// <summary>Updates as devices would have sent them with a defence.</summary>
public static class DefendedUpdates
{
    /// <summary>Applies a chain of defences to each update, on all cores; each draws numbers of its own.</summary>
    /// <param name="updates">as they were without</param>
    /// <param name="defences">in their order</param>
    /// <param name="layout">tensors of an update</param>
    /// <param name="seed">of the devices</param>
    public static IReadOnlyList<AnonymousUpdate> Of(
        IReadOnlyList<AnonymousUpdate> updates, DefencePipeline defences, ParameterLayout layout, ulong seed) =>
    [
        .. updates.AsParallel().AsOrdered().Select((update, number) =>
        {
            // What is sent is w_T - w_0.
            var sent = new float[update.Step.Length];
            FlatVector.Scale<float>(sent, -1.0, update.Step);
            defences.Apply<float>(sent, new DefenceContext { Seed = seed, Round = update.Round, Client = number, Layout = layout });
            FlatVector.Scale<float>(sent, -1.0, sent);
            return update with { Step = sent };
        }),
    ];
}
