Console.WriteLine("fed");
