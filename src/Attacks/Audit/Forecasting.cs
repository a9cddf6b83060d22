using Federated.Attacks.Inversion;

namespace Federated.Attacks.Audit;

/// <summary>What is to be expected of an attack, from what can be known before it runs.</summary>
public static class Forecasting
{
    /// <summary>Samples in one update up to which single images have come out in published attacks.</summary>
    private const int ManySamples = 64;
    private const int SomeSamples = 16;

    /// <summary>Rounds after which gradients of single samples are small.</summary>
    private const int LateRound = 20;
    private const int TrainedRound = 3;

    /// <summary>Judges a setting.</summary>
    /// <param name="attack">the attack</param>
    /// <param name="attacked">the update</param>
    /// <param name="steps">local steps in it; null: not known</param>
    public static AuditForecast Of(IInversion attack, AuditCase attacked, int? steps)
    {
        var (outlook, reason) = Judge(attack.Name, attacked, steps);
        return new AuditForecast(AttackTitle.Of(attack.Name), attacked.Round, attacked.Client, outlook, reason);
    }

    private static (Outlook Outlook, string Reason) Judge(string attack, AuditCase attacked, int? steps)
    {
        var n = attacked.Observation.Samples;
        var single = attack is "dlg" or "idlg" or "gradinversion";
        if (single && steps is > 1)
        {
            return (Outlook.Hopeless, $"it takes the update for one gradient, but it is the sum of {steps} steps");
        }

        if (attack == "idlg" && n > 1)
        {
            return (Outlook.Hopeless, $"it recovers one sample, but {n} went into the update");
        }

        if (n > ManySamples)
        {
            return (Outlook.Hopeless, $"{n} samples went into one update: their traces blend");
        }

        if (attacked.Round > LateRound)
        {
            return (Outlook.Hopeless, $"the model has been trained for {attacked.Round - 1} rounds: gradients of samples that it fits are small");
        }

        List<string> doubts = [];
        if (n > SomeSamples)
        {
            doubts.Add($"{n} samples went into one update");
        }

        if (attacked.Round >= TrainedRound)
        {
            doubts.Add($"the model has been trained for {attacked.Round - 1} rounds");
        }

        var samples = n == 1 ? "1 sample" : $"{n} samples";
        var model = attacked.Round == 1 ? "an untrained model" : $"a model after {attacked.Round - 1} rounds";
        return doubts.Count > 0 ? (Outlook.Doubtful, string.Join(", and ", doubts)) : (Outlook.Open, $"{samples}, {model}{(steps is { } t ? $", {t} local {(t == 1 ? "step" : "steps")}" : "")}");
    }
}
