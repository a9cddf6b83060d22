using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Rounds;

namespace Federated.Attacks.Identity;

/// <summary>Asks of a recorded run whose updates are whose: the coordinator, who has some data of the users, against clients without names.</summary>
public static class RecordedIdentification
{
    /// <summary>Attacks all recorded updates.</summary>
    /// <param name="transcript">of a run with a server</param>
    /// <param name="data">the run's data set, with users and auxiliary samples</param>
    /// <param name="known">how many users are known, and how many updates the adversary makes of each in each round</param>
    /// <param name="options">how</param>
    /// <param name="cancellation">ends it between two local steps, or attackers</param>
    /// <exception cref="InputException">The run has no users, or nothing for the adversary, or was recorded too little.</exception>
    public static IdentityReport Run(
        Transcript transcript, FederatedDataset data, KnownUsersOptions known, IdentityOptions options, CancellationToken cancellation)
    {
        var auxiliary = Check(transcript, data);
        var labelled = KnownUsers.Updates(transcript.Experiment, transcript.Network, auxiliary, Broadcasts(transcript), known, cancellation);
        var (updates, truth) = (new List<AnonymousUpdate>(), new List<IdentityTruth>());
        foreach (var (round, client) in transcript.Updates.Where(sent => transcript.Up(sent.Round, sent.Client).Finite != false))
        {
            updates.Add(new AnonymousUpdate(round, transcript.Observe(round, client, ThreatModel.D).Step));
            var user = client / auxiliary.DevicesPerUser;
            var isKnown = user < (known.Users ?? int.MaxValue) && auxiliary.Users[user].Length > 0;
            truth.Add(new IdentityTruth(isKnown ? user : -1, client));
        }

        return IdentityAttack.Run(transcript.Network.Layout, labelled, updates, truth, options, cancellation);
    }

    private static AuxiliaryData Check(Transcript transcript, FederatedDataset data)
    {
        if (data.Auxiliary is not { } auxiliary || data.Natural is not { } users)
        {
            throw new InputException(
                $"{transcript.Folder}: identification needs data of the users that is not on their devices, and {data.Name} has none; expected a run with data.cameras, or with data.auxiliary_share where users come with the data");
        }

        return transcript.Index.Clients == users.Clients
            ? auxiliary
            : throw new InputException(
                $"{transcript.Folder}: {transcript.Index.Clients} clients of {users.Clients} users' devices, so that nobody is who he is in the data; expected partition: natural, with all of them");
    }

    /// <summary>What came down, each vector in the algorithm's order.</summary>
    private static IReadOnlyList<RoundTask<float>> Broadcasts(Transcript transcript) =>
    [
        .. transcript.Updates.Select(update => update.Round).Distinct().Select(round =>
        {
            var down = transcript.Down(round);
            return new RoundTask<float>(
                round, [], down.LearningRate ?? transcript.Experiment.Local.RateOf(round), [.. transcript.Index.VectorsDown.Select(name => transcript.Vector(down, name))]);
        }),
    ];
}
