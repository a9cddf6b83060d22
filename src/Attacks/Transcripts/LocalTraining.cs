using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Numerics;
using Federated.Learning.Recording;

namespace Federated.Attacks.Transcripts;

/// <summary>
/// What a client's training did, read out of what it sent: every algorithm sends something else, see <c>docs/transcripts.md</c>.
/// </summary>
/// <param name="Line">the message</param>
/// <param name="Before">w0, where the client started, length d</param>
/// <param name="Step">u* = w0 - wT, length d</param>
internal sealed record LocalTraining(MessageLine Line, float[] Before, float[] Step)
{
    /// <summary>From where it started and where it ended.</summary>
    public static LocalTraining Between(MessageLine line, float[] before, float[] after)
    {
        var step = new float[before.Length];
        FlatVector.Combine<float>(step, 1.0, before, -1.0, after);
        return new LocalTraining(line, before, step);
    }

    /// <summary>Reads one client's round.</summary>
    /// <exception cref="InputException">It was not recorded, or what was sent does not say it.</exception>
    public static LocalTraining Restore(Transcript transcript, int round, int client)
    {
        if (transcript.Experiment.Algorithm is not ServerAlgorithmOptions algorithm)
        {
            throw new InputException($"{transcript.Folder}: a run of the {transcript.Family} family has no updates that clients send to a coordinator; expected one with a server");
        }

        var up = transcript.Up(round, client);
        var down = transcript.Down(round);
        if (up.Finite == false)
        {
            throw new InputException($"{transcript.Folder}: the update of client {client} in round {round} is NaN or infinite and was left out of the run; expected a finite one");
        }

        var x = transcript.Vector(down, "x");
        return algorithm switch
        {
            FedSpeedOptions { RelaxedInitialisation: > 0.0, CorrectionAverage: CorrectionAverage.All } => Relaxed(transcript, up, x),
            FedSpeedOptions { RelaxedInitialisation: > 0.0 } => throw new InputException(
                $"{transcript.Folder}: with relaxed_initialisation clients start from where they were last, and what they send with correction_average: active or none does not say where that is; "
                + "expected correction_average: all"),
            FedSpeedOptions { CorrectionAverage: CorrectionAverage.Active } => new(up, x, Corrected(transcript, round, client)),
            _ when transcript.Index.VectorsUp.Contains("delta") => new(up, x, Negative(transcript.Vector(up, "delta"))),
            FedSpeedOptions or FedDynOptions => new(up, x, Negative(transcript.Vector(up, "local"))),
            _ => throw new InputException($"{transcript.Folder}: it is not known how to read local training out of what {algorithm.Name} sends ({string.Join(", ", transcript.Index.VectorsUp)})"),
        };
    }

    /// <summary>Reads the sum of several clients' rounds.</summary>
    /// <exception cref="InputException">None was recorded, or what was sent does not say it.</exception>
    public static LocalTraining RestoreSum(Transcript transcript, int round)
    {
        var sum = transcript.Sum(round) ?? throw new InputException($"{transcript.Folder}: no sum was recorded in round {round}; expected a run with privacy: secure_aggregation");
        return transcript.Experiment.Algorithm switch
        {
            FedSpeedOptions { RelaxedInitialisation: > 0.0 } or FedSpeedOptions { CorrectionAverage: CorrectionAverage.Active } => throw new InputException(
                $"{transcript.Folder}: with relaxed_initialisation or correction_average: active the sum mixes what clients trained with what they kept; expected correction_average: all without it"),
            _ => new(sum, transcript.Vector(transcript.Down(round), "x"), Negative(transcript.Vector(sum, transcript.Index.VectorsUp[0]))),
        };
    }

    /// <summary>local = x_K - x^t and delta = x_K - start: the start is x^t + local - delta.</summary>
    private static LocalTraining Relaxed(Transcript transcript, MessageLine up, float[] x)
    {
        var delta = transcript.Vector(up, "delta");
        FlatVector.Combine<float>(x, 1.0, x, 1.0, transcript.Vector(up, "local"), -1.0, delta);
        return new(up, x, Negative(delta));
    }

    /// <summary>
    /// local_t = D_t + h_t with h_t = h_{t-1} + D_t and D_t = x_K - x^t: D_t = (local_t - h_{t-1}) / 2 for whoever saw all that this client sent before.
    /// </summary>
    private static float[] Corrected(Transcript transcript, int round, int client)
    {
        var h = new float[transcript.Index.Dimension];
        var delta = new float[h.Length];
        for (var t = 1; t <= round; t++)
        {
            if (Participation(transcript, t, client) is { } line)
            {
                FlatVector.Combine<float>(delta, 0.5, transcript.Vector(line, "local"), -0.5, h);
                FlatVector.AddScaled<float>(h, 1.0, delta);
            }
        }

        return Negative(delta);
    }

    /// <summary>What a client sent in a round that counted; null: nothing.</summary>
    private static MessageLine? Participation(Transcript transcript, int round, int client)
    {
        var down = transcript.Of(round).FirstOrDefault(line => line.Kind == MessageKind.Down);
        var recorded = down is null ? [] : transcript.Experiment.Record!.Of(down.To!).ToList();
        if (down is null || (down.To!.Contains(client) && !recorded.Contains(client)))
        {
            throw new InputException(
                $"{transcript.Folder}: with correction_average: active a client sends its training and its correction as a sum, and only all that it has sent since round 1 tells them apart; "
                + $"round {round} was not recorded of client {client}, expected a run with record: true");
        }

        return transcript.Of(round).FirstOrDefault(line => line is { Kind: MessageKind.Up, Finite: not false } && line.From == client);
    }

    private static float[] Negative(float[] vector)
    {
        FlatVector.Scale<float>(vector, -1.0, vector);
        return vector;
    }
}
