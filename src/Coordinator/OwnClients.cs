using Federated.Learning.Data;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>Which clients a node says are its own.</summary>
internal static class OwnClients
{
    /// <summary>The clients, and how many samples each has.</summary>
    public static IReadOnlyDictionary<int, int> Of(JoinRequest request) => request.Own.ToDictionary(own => own.Client, own => own.Samples);

    /// <summary>What samples of a node's own have to be; null: they cannot be its own.</summary>
    public static SampleForm? Samples(IFederatedTask<float> task)
    {
        if (task is not ClassificationTask { Network.Input: var shape } images)
        {
            return null;
        }

        var form = new SampleForm { Channels = shape.Channels, Height = shape.Height, Width = shape.Width, Classes = images.Data.Train.Classes };
        if (images.Data.Train is ImageSet { Normalisation: { } normalisation })
        {
            form.Mean.AddRange(normalisation.Mean.ToArray());
            form.Std.AddRange(normalisation.Std.ToArray());
        }

        return form;
    }

    /// <summary>Why a node cannot have them; null: it can.</summary>
    public static string? Refusal(JoinRequest request, Subject subject, DeviceOwners owners)
    {
        if (request.Own.Count > 0 && subject.Samples is null)
        {
            return "the experiment's samples are not arrays of numbers; expected a node without samples of its own";
        }

        foreach (var own in request.Own)
        {
            if (own.Client < 0 || own.Client >= subject.Clients || own.Samples < 1)
            {
                return $"client {own.Client} with {own.Samples} samples; expected a client from 0 to {subject.Clients - 1} with at least one";
            }
        }

        return request.Own.DistinctBy(own => own.Client).Count() < request.Own.Count
            ? "a client is named twice; expected each once"
            : owners.Refusal(request.Name, request.Own.Select(own => own.Client));
    }
}
